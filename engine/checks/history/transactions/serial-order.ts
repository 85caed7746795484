import type { TransactionAnalysis } from './transaction-rules.ts'
import type { Transaction } from './transaction.ts'
import { SerialRegisters } from './serial-registers.ts'
import { SerialSearch } from './serial-search.ts'

/** Looks for an order in which transactions on registers could have run one after the other. */
export function findSerialOrder(
  transactions: readonly Transaction[],
  analysis: TransactionAnalysis,
  budget: number,
): { readonly verdict: 'holds' | 'violated' | 'unknown'; readonly states: number } {
  const registers = new SerialRegisters(transactions, analysis)
  const search = new SerialSearch(registers)
  return { verdict: search.run(budget), states: search.states }
}
