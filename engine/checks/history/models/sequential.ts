import type { HistoryModel } from '../history-model.ts'
import { readOperation, writeOperation } from '../register-operations.ts'
import { checkSequential } from '../sequential/check-sequential.ts'

export const model: HistoryModel = {
  name: 'sequential',
  doc: 'Every read of a key returns what the latest write before it wrote, in one order of all operations that keeps each process’s own order; real time counts for nothing.',
  needsKey: false,
  operations: new Map(Object.entries({ read: readOperation, write: writeOperation })),
  check: checkSequential,
}
