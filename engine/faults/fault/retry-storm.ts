import { integer } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'retry-storm',
  title: 'Retry storm',
  doc: 'Clients lose their manners: they retry many times, at once, without a budget, and ignore Retry-After.',
  icon: 'refresh-cw',
  targets: ['node', 'region', 'run'],
  params: {
    retries: integer({
      title: 'Retries',
      doc: 'How often a failed request is tried again, at least.',
      default: 10,
      max: 100,
      unit: 'retries',
    }),
  },
  lasts: true,
  appliesTo: ({ declared }) => 'retries' in declared && 'backoff' in declared,
  inject({ nodes }, { retries }) {
    const undos = nodes.map((site) =>
      site.override((params) => ({
        retries: Math.max(params.retries as number, retries),
        backoff: 'none',
        retryBudget: false,
        obeyRetryAfter: false,
      })),
    )
    return () => {
      for (const undo of undos) undo()
    }
  },
})
