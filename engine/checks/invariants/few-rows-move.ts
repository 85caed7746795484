import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import type { TableMap } from '../sharded-table.ts'

/** Shards’ shares of the rows differ by chance: with some hundred points each by a tenth or so. */
const TOLERANCE = 1.35

/** The fact `resharded`: a move of rows has ended. */
interface Resharded {
  before: TableMap
  after: TableMap
  moved: number
  rows: number
  beganAt: number
}

interface State {
  moved: number
  least: number
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`

export const invariant = defineInvariant<State>({
  name: 'few-rows-move',
  title: 'Only the rows that must move do',
  doc: 'When one shard joins N others, about one row in N + 1 moves, and when it leaves, its own rows do; not nearly all of them.',
  start: () => ({ moved: NaN, least: NaN }),
  on: {
    resharded(state, { before, after, moved, rows, beganAt }: Resharded, nodeId, { now }) {
      state.moved = moved / rows
      // Another way to divide the rows moves most of them, and has to.
      if (before.strategy !== after.strategy) {
        state.least = NaN
        return undefined
      }
      const [from, to] = [before.members.length, after.members.length]
      state.least = Math.abs(to - from) / Math.max(from, to)
      if (state.moved <= state.least * TOLERANCE) return null
      return {
        says: `${percent(state.moved)} of the rows moved from ${from} to ${to} shards, where ${percent(state.least)} had to.`,
        operations: [
          `${seconds(beganAt)}: ${nodeId} began to move rows from ${from} to ${to} shards, by ${after.strategy}`,
          `${seconds(now)}: ${moved} of ${rows} rows had moved`,
        ],
        nodes: [nodeId],
      }
    },
  },
  readings: {
    movedRows: { title: 'Rows moved by the latest change', unit: '%', read: ({ moved }) => moved },
    movedRowsLeast: { title: 'Rows that had to move', unit: '%', read: ({ least }) => least },
  },
})
