import type { AskedByChoice } from '../../schema/kind-shape.ts'
import { protocolOf } from '../../schema/protocols.ts'
import { OPERATION_SETS } from '../../workload/operation-sets.ts'
import { CLIENT_PARAMETERS } from './parameters.ts'

/** What clients ask for, by the operations that they are set to. */
export const ASKED: AskedByChoice = {
  parameter: 'operations',
  otherwise: CLIENT_PARAMETERS.operations.default,
  byValue: Object.fromEntries(
    [...OPERATION_SETS].map(([name, { asks }]) => [name, [...new Set(asks.map(protocolOf))]]),
  ),
}
