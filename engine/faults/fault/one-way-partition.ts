import { choice } from '../../schema/parameter.ts'
import { BACKWARD, FORWARD } from '../../kernel/link.ts'
import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'one-way-partition',
  title: 'One-way partition',
  doc: 'Nothing passes in one direction while the other works: requests arrive and their answers do not, or the other way round.',
  icon: 'arrow-right-to-line',
  targets: ['edge', 'between'],
  params: {
    direction: choice({
      title: 'Cut',
      doc: 'Which direction of the edge is cut; an edge points from who asks to who answers.',
      options: { requests: 'requests', answers: 'answers' },
      default: 'answers',
    }),
  },
  lasts: true,
  inject({ links }, params) {
    const direction = params.direction === 'requests' ? FORWARD : BACKWARD
    for (const { cuts } of links) cuts[direction]++
    return () => {
      for (const { cuts } of links) cuts[direction]--
    }
  },
})
