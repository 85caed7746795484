import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'failover',
  title: 'Failover',
  doc: 'The replica takes over; what it has not heard of yet is forgotten.',
  icon: 'arrow-right-left',
  targets: ['node'],
  params: {},
  lasts: false,
  appliesTo: ({ controls }) => controls.includes('failover'),
  inject({ nodes }) {
    for (const site of nodes) site.control('failover')
    return () => {}
  },
})
