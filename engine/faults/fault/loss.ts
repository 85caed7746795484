import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'loss',
  title: 'Message loss',
  doc: 'Messages get lost on the way, requests as well as answers; whoever waits for them times out.',
  icon: 'wifi-off',
  targets: ['node', 'edge', 'region', 'between'],
  params: {
    share: number({
      title: 'Share',
      doc: 'Which part of the messages is lost.',
      default: 0.1,
      max: 1,
      unit: '',
    }),
  },
  lasts: true,
  inject({ links }, { share }) {
    const undos = links.map((link) => link.delivery.add(1 - share))
    return () => {
      for (const undo of undos) undo()
    }
  },
})
