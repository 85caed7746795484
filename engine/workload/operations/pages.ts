import type { OperationSpec } from '../operation.ts'

/** Visitors who open pages that several services have a part in. */
export const operations: OperationSpec = {
  name: 'pages',
  title: 'pages made of several services’ answers',
  asks: ['page'],
  make: ({ keys }) => ({
    next(operation) {
      operation.op = 'page'
      operation.key = keys.next()
    },
  }),
}
