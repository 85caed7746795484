import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'traffic-spike',
  title: 'Traffic spike',
  doc: 'Suddenly several times as many requests: an advertisement, a holiday, an attack.',
  icon: 'trending-up',
  targets: ['node', 'region', 'run'],
  params: {
    factor: number({
      title: 'Times the load',
      doc: 'How many times as many requests come.',
      default: 5,
      max: 100,
      unit: '×',
    }),
  },
  lasts: true,
  appliesTo: ({ declared }) => 'spikeFactor' in declared,
  inject({ nodes }, { factor }) {
    const undos = nodes.map((site) =>
      site.override(({ spikeFactor }) => ({ spikeFactor: (spikeFactor as number) * factor })),
    )
    return () => {
      for (const undo of undos) undo()
    }
  },
})
