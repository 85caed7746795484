import type { Json, Operation } from '../history-event.ts'
import type { TransactionNames } from './transaction-names.ts'
import { type MicroOperation, type Transaction, UNKNOWN_VALUE } from './transaction.ts'

const OUTCOMES = { ok: 'committed', fail: 'aborted', unknown: 'unknown' } as const

/** Takes the operations of a history for transactions. `lists`: reads return lists, of which null is the empty one. */
export function readTransactions(
  operations: readonly Operation[],
  names: TransactionNames,
  lists: boolean,
): Transaction[] {
  const read = (steps: Json | undefined, answered: boolean): MicroOperation[] =>
    (steps as Json[][]).map((step) => readStep(step, names, answered, lists))
  return operations.map((operation, index) => {
    const { argument, answer, outcome, invoke, completion } = operation
    const asked = read(argument, false)
    return {
      index,
      operation,
      outcome: OUTCOMES[outcome],
      steps: outcome === 'ok' && answer !== null ? read(answer, true) : asked,
      asked,
      beginLine: invoke.line,
      endLine: completion === undefined || outcome === 'unknown' ? Infinity : completion.line,
    }
  })
}

function readStep(
  [f, key, value]: readonly Json[],
  names: TransactionNames,
  answered: boolean,
  lists: boolean,
): MicroOperation {
  const step = { f: f as MicroOperation['f'], key: names.id(key), value: UNKNOWN_VALUE, list: null }
  if (f !== 'r') return { ...step, value: names.id(value) }
  if (!answered) return step
  if (!lists) return { ...step, value: names.id(value) }
  return { ...step, list: ((value ?? []) as Json[]).map((element) => names.id(element)) }
}
