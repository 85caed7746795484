import { HistoryError } from '../history-error.ts'
import type { Json } from '../history-event.ts'

/** Balances by account, whole amounts of the smallest unit. */
export type Balances = Readonly<Record<string, number>>

/** What is known of a bank before the first operation. */
export interface BankStart {
  /** Null: as in the first read. */
  readonly total: number | null
  /** Null: nobody said. */
  readonly balances: Balances | null
  readonly allowNegative: boolean
}

/**
 * Reads the first state of a bank: null, a total, balances by account, or { "balances" or "total", "allowNegative" }.
 * Throws `HistoryError` when it is none of them.
 */
export function bankStart(initial: Json): BankStart {
  const plain = { total: null, balances: null, allowNegative: false }
  if (initial === null) return plain
  if (Number.isSafeInteger(initial)) return { ...plain, total: initial as number }
  if (isBalances(initial)) return { ...plain, total: totalOf(initial), balances: initial }
  const { balances = null, total = null, allowNegative = false, ...rest } = initial as Record<string, Json>
  const known = balances === null || isBalances(balances)
  const summed = total === null || Number.isSafeInteger(total)
  if (!known || !summed || typeof allowNegative !== 'boolean' || Object.keys(rest).length > 0) {
    throw new HistoryError(
      0,
      'A bank starts with null, a total such as 100, balances such as {"a": 60, "b": 40}, or {"balances": {…}, "allowNegative": true}; give it one of these.',
    )
  }
  return {
    total: (total as number | null) ?? (balances === null ? null : totalOf(balances)),
    balances,
    allowNegative,
  }
}

/** Whether it is a map of whole amounts. */
export function isBalances(json: Json): json is Balances {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return false
  return Object.values(json).every((balance) => Number.isSafeInteger(balance))
}

export function totalOf(balances: Balances): number {
  return Object.values(balances).reduce((sum, balance) => sum + balance, 0)
}
