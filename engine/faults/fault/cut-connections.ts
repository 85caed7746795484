import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'cut-connections',
  title: 'Cut connections',
  doc: 'Every connection to it is reset at once; what was under way breaks off where it is. New ones can be opened.',
  icon: 'unplug',
  targets: ['node', 'region', 'run'],
  params: {},
  lasts: false,
  appliesTo: ({ controls }) => controls.includes('cutConnections'),
  inject({ nodes }) {
    for (const site of nodes) site.control('cutConnections')
    return () => {}
  },
})
