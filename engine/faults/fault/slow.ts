import { number } from '../../schema/parameter.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'slow',
  title: 'Slow down',
  doc: 'All work that begins takes several times as long: a noisy neighbour, a failing disk. The node stays up, which is what makes it hard.',
  icon: 'turtle',
  targets: ['node', 'region'],
  params: {
    factor: number({
      title: 'Times as slow',
      doc: 'How many times as long work takes.',
      default: 5,
      min: 1,
      max: 1000,
      unit: '×',
    }),
  },
  lasts: true,
  appliesTo: ({ stations }) => stations.length > 0,
  inject({ nodes }, { factor }) {
    const undos = nodes.map(({ node }) => node.slowdowns.add(factor))
    return () => {
      for (const undo of undos) undo()
    }
  },
})
