import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'hot-key',
  title: 'Hot key',
  doc: 'Everybody wants the same thing: a share of all requests is about one key.',
  icon: 'flame',
  targets: ['node', 'region', 'run'],
  params: {
    share: number({
      title: 'Share',
      doc: 'Which part of the requests is about the hot key.',
      default: 0.5,
      max: 1,
      unit: '',
    }),
  },
  lasts: true,
  appliesTo: ({ declared }) => 'hotKeyShare' in declared,
  inject({ nodes }, { share }) {
    const undos = nodes.map((site) =>
      site.override(({ hotKeyShare }) => ({ hotKeyShare: 1 - (1 - (hotKeyShare as number)) * (1 - share) })),
    )
    return () => {
      for (const undo of undos) undo()
    }
  },
})
