import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'pause',
  title: 'Pause',
  doc: 'The process stands still and does not notice: a long garbage collection, a frozen machine. What reaches it meanwhile waits.',
  icon: 'pause',
  targets: ['node'],
  params: {},
  lasts: true,
  inject({ nodes }) {
    for (const { node } of nodes) node.pause()
    return () => {
      for (const { node } of nodes) node.resume()
    }
  },
})
