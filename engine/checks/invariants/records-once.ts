import { defineInvariant, type Violation } from '../define-invariant.ts'
import { ReadLog } from '../read-log.ts'
import { atSeconds, nameRecord, type RecordsRead } from '../stream-log.ts'

/** A record that is sent again because its acknowledgement was lost must not be written again. */
export const invariant = defineInvariant<{ doubled: number }>({
  name: 'records-once',
  title: 'Every record is in the log once',
  doc: 'However often a producer sends a record, it stands at one offset.',
  start: () => ({ doubled: 0 }),
  on: {
    'records-read'(state, fact: RecordsRead, node, ctx): Violation | null {
      const { doubled } = ReadLog.of(ctx).judge(fact)
      if (doubled === null) return null
      const { offset, id, other } = doubled
      state.doubled++
      return {
        says: `A record stands twice in partition ${fact.partition}.`,
        operations: [
          `earlier: a reader saw ${nameRecord(id)} at offset ${other}`,
          `${atSeconds(fact.atNanos)}: ${node} sees it at offset ${offset} as well`,
        ],
        nodes: [node],
      }
    },
  },
  readings: {
    doubledRecords: {
      title: 'Reads with records that stand twice',
      unit: 'reads',
      read: ({ doubled }) => doubled,
    },
  },
})
