import type { Action } from '../../schema/design.ts'
import { crash, type Inject } from '../scenario-steps.ts'

export const shards = (value: number): Action => ({ do: 'set', node: 'coordinator', param: 'shards', value })
/** A node dies; several may. */
export const dies = (node: string): Inject => crash(node, `crash-${node}`)

export const SERVED = ['rows are fast', 'rows are served', 'pages are served']
export const TABLE = ['no-row-lost', 'rows-have-one-home', 'no-row-misrouted']
export const SOUND = [...TABLE, 'money-conserved', 'features-stand-alone']
