import type { OperationSpec } from '../operation.ts'

const MOST_CENTS = 5_000

/** People who send each other money: from an account as popular as its key, to any other. */
export const operations: OperationSpec = {
  name: 'account-transfers',
  title: 'transfers between accounts of a bank',
  asks: ['bank-transfer'],
  make: ({ keys, random, params }) => ({
    next(operation) {
      const accounts = params().keys as number
      const from = keys.next() % accounts
      operation.op = 'bank-transfer'
      operation.key = from
      operation.sizeBytes = 200
      const to = (from + 1 + random.below(Math.max(1, accounts - 1))) % accounts
      operation.body = { from, to, cents: 1 + random.below(MOST_CENTS) }
    },
  }),
}
