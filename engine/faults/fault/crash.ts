import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'crash',
  title: 'Crash',
  doc: 'The process dies: work in progress and everything volatile is lost, connections break. It starts again with what was on its disk when the fault is lifted.',
  icon: 'power-off',
  targets: ['node'],
  params: {},
  lasts: true,
  inject({ nodes }) {
    for (const { node } of nodes) node.crash()
    return () => {
      for (const { node } of nodes) node.restart()
    }
  },
})
