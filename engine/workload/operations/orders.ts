import type { OperationSpec } from '../operation.ts'

/** People who buy things: each order is about one of them, and takes stock, payment and shipping. */
export const operations: OperationSpec = {
  name: 'orders',
  title: 'orders that several services have to agree on',
  asks: ['order'],
  make: ({ keys }) => ({
    next(operation) {
      operation.op = 'order'
      operation.key = keys.next()
      operation.sizeBytes = 300
    },
  }),
}
