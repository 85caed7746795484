import type { OperationSpec } from '../operation.ts'

/** Reports over a whole table, one after the other. */
export const operations: OperationSpec = {
  name: 'scans',
  title: 'reports over the whole table',
  asks: ['scan'],
  make: () => ({
    next(operation) {
      operation.op = 'scan'
    },
  }),
}
