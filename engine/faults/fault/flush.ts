import { defineFault } from '../define-fault.ts'

export const fault = defineFault({
  kind: 'flush',
  title: 'Flush',
  doc: 'Everything that is cached is thrown away at once; all of it must be fetched again.',
  icon: 'eraser',
  targets: ['node', 'region', 'run'],
  params: {},
  lasts: false,
  appliesTo: ({ controls }) => controls.includes('flush'),
  inject({ nodes }) {
    for (const site of nodes) site.control('flush')
    return () => {}
  },
})
