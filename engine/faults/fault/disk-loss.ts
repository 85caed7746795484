import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'disk-loss',
  title: 'Disk loss',
  doc: 'The process dies and its disk is gone for good: when the fault is lifted it starts again with nothing.',
  icon: 'hard-drive',
  targets: ['node'],
  params: {},
  lasts: true,
  inject({ nodes }) {
    for (const { node } of nodes) {
      node.crash()
      node.behaviour.loseDisk()
    }
    return () => {
      for (const { node } of nodes) node.restart()
    }
  },
})
