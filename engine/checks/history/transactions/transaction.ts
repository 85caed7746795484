import type { Operation } from '../history-event.ts'

/** One read or write within a transaction, on ids of `TransactionNames`. */
export interface MicroOperation {
  /** Read, append, write. */
  readonly f: 'r' | 'append' | 'w'
  readonly key: number
  /** What is appended or written, or what a read of a register returned; `UNKNOWN_VALUE` for a read without an answer. */
  readonly value: number
  /** What a read of a list returned; null for everything else. */
  readonly list: readonly number[] | null
}

/** In place of a value that a read has not returned. */
export const UNKNOWN_VALUE = -1

export interface Transaction {
  /** Its place among all, in the order of invocations. */
  readonly index: number
  readonly operation: Operation
  /** What became of it. */
  readonly outcome: 'committed' | 'aborted' | 'unknown'
  /** With what reads returned, when it committed. */
  readonly steps: readonly MicroOperation[]
  /** As it was invoked. */
  readonly asked: readonly MicroOperation[]
  /** Lines of the history; `endLine` is Infinity while nothing says what became of it. */
  readonly beginLine: number
  readonly endLine: number
}

/** The transactions as they stood just after a line. What was not over then may still commit. */
export function asOfLine(transactions: readonly Transaction[], line: number): Transaction[] {
  return transactions.map((each) =>
    each.endLine <= line ? each : { ...each, outcome: 'unknown', steps: each.asked, endLine: Infinity },
  )
}
