import { defineInvariant, type Violation } from '../define-invariant.ts'
import { ReadLog } from '../read-log.ts'
import { atSeconds, nameRecord, type RecordsRead } from '../stream-log.ts'

/** Judged by what readers get to see, in the order of offsets. */
export const invariant = defineInvariant<object>({
  name: 'partition-order',
  title: 'Partitions keep their order',
  doc: 'An offset shows every reader the same record, and records of one producer stand in the order in which they were sent.',
  start: () => ({}),
  on: {
    'records-read'(_state, fact: RecordsRead, node, ctx): Violation | null {
      const { changed, reordered } = ReadLog.of(ctx).judge(fact)
      const { partition, atNanos } = fact
      if (changed !== null) {
        const { offset, id, other } = changed
        return {
          says: `Offset ${offset} of partition ${partition} shows another record than before.`,
          operations: [
            `earlier: a reader saw ${nameRecord(other)} there`,
            `${atSeconds(atNanos)}: ${node} sees ${nameRecord(id)} there`,
          ],
          nodes: [node],
        }
      }
      if (reordered === null) return null
      const { offset, id, other } = reordered
      return {
        says: `In partition ${partition} a record comes after a later one of its producer.`,
        operations: [
          `earlier: a reader saw ${nameRecord(other)}`,
          `${atSeconds(atNanos)}: ${node} sees ${nameRecord(id)} after it, at offset ${offset}`,
        ],
        nodes: [node],
      }
    },
  },
})
