import { HistoryError } from '../history-error.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { Transaction } from './transaction.ts'

/** Who appended an element, and whether it appended more to the same list afterwards. */
export interface Append {
  readonly transaction: number
  readonly key: number
  readonly element: number
  isLast: boolean
}

/** Finds the one append that each element of each list came from. Throws `HistoryError` when there are two. */
export class ListWriters {
  /** By key, then by element. */
  readonly #appends = new Map<number, Map<number, Append>>()

  constructor(transactions: readonly Transaction[], names: TransactionNames) {
    for (const { index, asked, beginLine } of transactions) {
      const latest = new Map<number, Append>()
      for (const { f, key, value } of asked) {
        if (f !== 'append') continue
        const append = { transaction: index, key, element: value, isLast: true }
        const ofKey = this.of(key)
        const other = ofKey.get(value)
        if (other !== undefined) throw twice(beginLine, names.tell(value), names.tellKey(key))
        ofKey.set(value, append)
        const before = latest.get(key)
        if (before !== undefined) before.isLast = false
        latest.set(key, append)
      }
    }
  }

  /** The appends to a list by their elements. */
  of(key: number): Map<number, Append> {
    let appends = this.#appends.get(key)
    if (appends === undefined) {
      appends = new Map()
      this.#appends.set(key, appends)
    }
    return appends
  }
}

function twice(line: number, element: string, key: string): HistoryError {
  return new HistoryError(
    line,
    `${element} is appended to ${key} for the second time, so that nobody could say which of the two was read; append each value once to a list.`,
  )
}
