import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'duplication',
  title: 'Duplication',
  doc: 'Requests and messages arrive twice: what handles them must not act twice.',
  icon: 'copy',
  targets: ['node', 'edge', 'region', 'between'],
  params: {
    share: number({
      title: 'Share',
      doc: 'Which part of the messages arrives twice.',
      default: 0.1,
      max: 1,
      unit: '',
    }),
  },
  lasts: true,
  inject({ links }, { share }) {
    const undos = links.map((link) => link.single.add(1 - share))
    return () => {
      for (const undo of undos) undo()
    }
  },
})
