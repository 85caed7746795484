import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'reordering',
  title: 'Reordering',
  doc: 'Messages overtake one another: later ones arrive first.',
  icon: 'shuffle',
  targets: ['node', 'edge', 'region', 'between'],
  params: {
    share: number({
      title: 'Share',
      doc: 'Which part of the messages leaves its place.',
      default: 0.2,
      max: 1,
      unit: '',
    }),
  },
  lasts: true,
  inject({ links }, { share }) {
    const undos = links.map((link) => link.inOrder.add(1 - share))
    return () => {
      for (const undo of undos) undo()
    }
  },
})
