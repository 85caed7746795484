import { HistoryError } from '../history-error.ts'
import type { HistoryModel } from '../history-model.ts'
import { judgeTransactions } from './judge-transactions.ts'
import type { TransactionRules } from './transaction-rules.ts'
import { transactionShape } from './transaction-shape.ts'

/** The model whose histories are of transactions, and must be serializable unless another level is asked for. */
export function transactionalModel(
  { name, doc }: Pick<HistoryModel, 'name' | 'doc'>,
  rules: TransactionRules,
): HistoryModel {
  return {
    name,
    doc,
    needsKey: false,
    operations: new Map([['txn', transactionShape(rules)]]),
    check(operations, options) {
      const { initial = null } = options
      const isEmpty = initial === null || (Array.isArray(initial) && initial.length === 0)
      if (rules.lists && !isEmpty) {
        throw new HistoryError(0, `A ${name} history begins with empty lists; leave its initial state out.`)
      }
      return judgeTransactions(rules, operations, options)
    },
  }
}
