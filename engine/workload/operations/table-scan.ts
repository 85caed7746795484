import type { OperationSpec } from '../operation.ts'

/** The records that nobody asks for are so many times as many as those that people do. */
const COLD_SHARE = 4

/** A report over the whole table: reads every record above the first `keys`, each once, then begins again. */
export const operations: OperationSpec = {
  name: 'table-scan',
  title: 'reads of all records in turn',
  asks: ['read'],
  make({ params }) {
    let read = 0
    return {
      next(operation) {
        const { keys, sizeBytes } = params() as { keys: number; sizeBytes: number }
        operation.key = keys + (read++ % (COLD_SHARE * keys))
        operation.sizeBytes = sizeBytes
      },
    }
  },
}
