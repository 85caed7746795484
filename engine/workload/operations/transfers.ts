import type { OperationSpec } from '../operation.ts'

/** The largest amount of one transfer. */
const MOST = 50

/** People who send each other money: from one account to another, chosen alike. */
export const operations: OperationSpec = {
  name: 'transfers',
  title: 'transfers between accounts',
  asks: ['transfer'],
  make: ({ keys, random, params }) => ({
    next(operation) {
      const accounts = params().keys as number
      operation.op = 'transfer'
      operation.key = keys.next()
      // Another one: a step from 1 to all but one on, round the end.
      const to = (operation.key + 1 + random.below(Math.max(1, accounts - 1))) % accounts
      operation.body = { to, amount: 1 + random.below(MOST) }
    },
  }),
}
