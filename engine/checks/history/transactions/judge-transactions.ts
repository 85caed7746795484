import type { Operation } from '../history-event.ts'
import type { CheckOptions, HistoryResult } from '../history-model.ts'
import { explainAnomaly } from './explain-anomaly.ts'
import { byBadness, excludedAt } from './isolation-levels.ts'
import { TransactionInspection } from './transaction-inspection.ts'
import { readTransactions } from './read-transactions.ts'
import { TransactionNames } from './transaction-names.ts'
import type { TransactionRules } from './transaction-rules.ts'

const DEFAULT_BUDGET = 2_000_000

/**
 * Holds transactions to an isolation level. `holds` is said when nothing can be found against them, or an order of them was
 * found; `violated` with what is wrong in the shortest prefix of the history that shows something; else `unknown`.
 * Paper: Adya, "Weak consistency: a generalized theory and optimistic implementations for distributed transactions" (1999);
 * Kingsbury and Alvaro, "Elle: inferring isolation anomalies from experimental observations" (2020).
 */
export function judgeTransactions(
  rules: TransactionRules,
  operations: readonly Operation[],
  options: CheckOptions,
): HistoryResult {
  const level = options.level ?? 'serializable'
  const names = new TransactionNames()
  const transactions = readTransactions(operations, names, rules.lists)
  const inspection = new TransactionInspection({
    rules,
    transactions,
    names,
    level,
    initial: names.id(options.initial ?? null),
    budget: options.stateBudget ?? DEFAULT_BUDGET,
  })
  const whole = inspection.until(Infinity)
  const anomalies = whole.anomalies.toSorted(byBadness).map(({ name }) => name)
  const result = { verdict: whole.verdict, operations: operations.length, states: whole.states, anomalies }
  if (whole.verdict !== 'violated') return result
  const line = inspection.firstViolatedLine()
  const shown = inspection.until(line)
  const excluded = excludedAt(level)
  const [worst] = shown.anomalies.filter(({ name }) => excluded.includes(name)).sort(byBadness)
  return { ...result, witness: explainAnomaly(worst, shown.transactions, names, options, line) }
}
