import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'restart',
  title: 'Restart',
  doc: 'The process dies and starts again at once, cold: what was volatile is lost, what was on its disk is there.',
  icon: 'rotate-ccw',
  targets: ['node'],
  params: {},
  lasts: false,
  inject({ nodes }) {
    for (const { node } of nodes) {
      node.crash()
      node.restart()
    }
    return () => {}
  },
})
