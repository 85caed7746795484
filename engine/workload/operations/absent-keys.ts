import type { OperationSpec } from '../operation.ts'

/** Above all keys that anybody ever writes. */
const FIRST_ABSENT_KEY = 1_000_000_000

/** A crawler that guesses: it reads keys that hold nothing, hardly ever one twice. */
export const operations: OperationSpec = {
  name: 'absent-keys',
  title: 'reads of keys that do not exist',
  asks: ['read'],
  make: ({ random, params }) => ({
    next(operation) {
      operation.key = FIRST_ABSENT_KEY + random.below(FIRST_ABSENT_KEY)
      operation.sizeBytes = params().sizeBytes as number
    },
  }),
}
