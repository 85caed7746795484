import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'region-outage',
  title: 'Region outage',
  doc: 'A whole region is gone: its nodes crash and all links into it are cut.',
  icon: 'cloud-off',
  targets: ['region'],
  params: {},
  lasts: true,
  inject({ nodes, links }) {
    for (const { cuts } of links) for (const direction of [0, 1] as const) cuts[direction]++
    for (const { node } of nodes) node.crash()
    return () => {
      for (const { cuts } of links) for (const direction of [0, 1] as const) cuts[direction]--
      for (const { node } of nodes) node.restart()
    }
  },
})
