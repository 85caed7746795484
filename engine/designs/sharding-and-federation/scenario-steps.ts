import type { Action } from '../../schema/design.ts'

export const shards = (value: number): Action => ({ do: 'set', node: 'coordinator', param: 'shards', value })
export const crash = (node: string): Action => ({
  do: 'inject',
  fault: 'crash',
  id: `crash-${node}`,
  on: { node },
})
export const lift = (node: string): Action => ({ do: 'lift', id: `crash-${node}` })

export const SERVED = ['rows are fast', 'rows are served', 'pages are served']
export const TABLE = ['no-row-lost', 'rows-have-one-home', 'no-row-misrouted']
export const SOUND = [...TABLE, 'money-conserved', 'features-stand-alone']
