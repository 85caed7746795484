import type { Operation } from '../history-event.ts'
import type { HistoryModel, HistoryResult } from '../history-model.ts'
import { readOperation, writeOperation } from '../register-operations.ts'
import { tellValue } from '../tell-value.ts'
import { canonicalText } from '../values.ts'

const tell = ({ process, key, answer, completion }: Operation): string =>
  `line ${completion!.line}: process ${process} found ${key === undefined ? 'the register' : tellValue(key)} = ${tellValue(answer)}`

/** Once nobody writes any more, all see the same. `settled` is a read at one replica when everything has had time to arrive. */
function check(operations: readonly Operation[]): HistoryResult {
  const first = new Map<string, Operation>()
  for (const operation of operations.toSorted((a, b) => a.completedAt - b.completedAt)) {
    if (operation.f !== 'settled' || operation.outcome !== 'ok') continue
    const key = canonicalText(operation.key)
    const before = first.get(key)
    if (before === undefined) first.set(key, operation)
    else if (canonicalText(before.answer) !== canonicalText(operation.answer)) {
      const says = `Processes ${before.process} and ${operation.process} disagree on ${key === '' ? 'the register' : key} at rest.`
      const { line } = operation.completion!
      return {
        verdict: 'violated',
        operations: operations.length,
        states: 0,
        witness: { says, operations: [tell(before), tell(operation)], line },
      }
    }
  }
  return { verdict: 'holds', operations: operations.length, states: 0 }
}

export const model: HistoryModel = {
  name: 'convergence',
  doc: 'Reads at rest (settled) of one key return the same at every replica, in whatever order writes arrived.',
  needsKey: false,
  operations: new Map(Object.entries({ read: readOperation, write: writeOperation, settled: readOperation })),
  check,
}
