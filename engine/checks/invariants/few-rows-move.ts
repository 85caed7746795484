import { seconds } from '../client-answer.ts'
import { defineInvariant } from '../define-invariant.ts'
import { partitionerOf, type TableMap } from '../sharded-table.ts'

/** Shards’ shares of the rows differ by chance: with some hundred points each by a tenth or so. */
const TOLERANCE = 1.35
/** Ways that give each shard the same share, so that one that joins gets its own. Ranges are split, and regions are not even. */
const EVEN: ReadonlySet<string> = new Set(['hash-ring', 'rendezvous', 'jump', 'bounded-load', 'mod-n'])
/** So many keys are asked whose they were and whose they are. */
const ASKED = 2_000
/** A row that is written for the first time during the move need not be moved. */
const MOVED_LEAST = 0.9

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
  doc: 'When one shard joins N others, about one row in N + 1 moves, and when it leaves, its own rows do; not nearly all of them, nor fewer.',
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
      const wrong = wrongAbout(state.moved, state.least, before, after)
      if (wrong === null) return null
      return {
        says: `${percent(state.moved)} of the rows moved from ${from} to ${to} shards, ${wrong}.`,
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

/** Too many, fewer than the new map gives to others, or so few that the shards do not share alike. */
function wrongAbout(moved: number, least: number, before: TableMap, after: TableMap): string | null {
  if (moved > least * TOLERANCE) return `where ${percent(least)} had to`
  const given = givenAway(before, after)
  if (moved < given * MOVED_LEAST) return `where the new map gives ${percent(given)} of them to others`
  if (EVEN.has(after.strategy) && moved < least / TOLERANCE)
    return `where ${percent(least)} make the shards’ shares alike`
  return null
}

/** The share of the keys that belong to another shard by the new map. */
function givenAway(before: TableMap, after: TableMap): number {
  const [old, young] = [partitionerOf(before), partitionerOf(after)]
  const asked = Math.min(ASKED, after.keys)
  let gone = 0
  for (let i = 0; i < asked; i++) {
    const key = Math.floor((i * after.keys) / asked)
    if (old.ownerOf(key) !== young.ownerOf(key)) gone += 1
  }
  return gone / asked
}
