import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'partition',
  title: 'Partition',
  doc: 'Nothing passes in either direction. Neither side can tell it from a crash of the other.',
  icon: 'unplug',
  targets: ['node', 'edge', 'region', 'between'],
  params: {},
  lasts: true,
  inject({ links }) {
    for (const { cuts } of links) for (const direction of [0, 1] as const) cuts[direction]++
    return () => {
      for (const { cuts } of links) for (const direction of [0, 1] as const) cuts[direction]--
    }
  },
})
