import type { HistoryModel } from '../history-model.ts'
import { checkLinearizability } from './check-linearizability.ts'
import type { SequentialObject } from './sequential-object.ts'

/** The model whose histories must be linearizable: each operation seems to happen at one moment while it runs. */
export function atomicObject(object: SequentialObject): HistoryModel {
  return {
    name: object.name,
    doc: object.doc,
    needsKey: object.needsKey,
    operations: new Map(Object.entries(object.operations)),
    check: (operations, options) => checkLinearizability(object, operations, options),
  }
}
