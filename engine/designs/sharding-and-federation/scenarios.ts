import type { Action, Scenario } from '../../schema/design.ts'
import { FEDERATION } from './federation-scenarios.ts'
import { at, during, flip } from '../scenario-steps.ts'
import { dies, shards, SERVED, SOUND, TABLE } from './scenario-steps.ts'

const CUT: Action = {
  do: 'inject',
  fault: 'partition',
  id: 'router-cut',
  on: { edge: 'coordinator.routers>router-2' },
}
const SLOW_SHARD: Action = {
  do: 'inject',
  fault: 'slow',
  id: 'shard-slow',
  on: { node: 'shard-2a' },
  params: { factor: 3 },
}
const HOT_RANGE: Action[] = [
  { do: 'set', node: 'users', param: 'hotKeys', value: 0.05 },
  { do: 'set', node: 'users', param: 'hotRequests', value: 0.9 },
  { do: 'set', node: 'users', param: 'popularity', value: 'hot-set' },
]
/** Many writes to few rows: what is lost is soon read. */
const BUSY_ROWS: Action[] = [
  { do: 'set', node: 'users', param: 'keys', value: 400 },
  { do: 'set', node: 'users', param: 'readShare', value: 0.5 },
]
const MANY_WRITES: Action = { do: 'set', node: 'users', param: 'readShare', value: 0.5 }
/** Much of the table moves: with shorter pauses and larger batches it is done in seconds. */
const QUICKLY: Action[] = [
  { do: 'set', node: 'coordinator', param: 'pauseMs', value: 40 },
  { do: 'set', node: 'coordinator', param: 'batchRows', value: 300 },
]

/** The table at work, its faults, and what each of its ideas is worth. */
export const SCENARIOS: Record<string, Scenario> = {
  steady: {
    title: 'Four shards',
    doc: 'Rows, reports, transfers and pages.',
    seconds: 6,
    meets: SERVED,
    holds: SOUND,
  },
  'add a shard': {
    title: 'A shard joins under load',
    doc: 'A fifth of the rows moves, written to both shards meanwhile; nobody notices but the copied rows.',
    seconds: 8,
    script: [at(1, shards(5))],
    meets: SERVED,
    holds: [...SOUND, 'few-rows-move'],
  },
  'remove a shard': {
    title: 'A shard leaves under load',
    doc: 'Its rows go to the other three.',
    seconds: 8,
    with: [...QUICKLY],
    script: [at(1, shards(3))],
    meets: SERVED,
    holds: [...SOUND, 'few-rows-move'],
  },
  'add a shard, jump hash': {
    title: 'A shard joins, jump hash',
    doc: 'A fifth of the rows moves, without a ring.',
    seconds: 7,
    with: [flip('router', 'jump')],
    script: [at(1, shards(5))],
    meets: SERVED,
    holds: [...SOUND, 'few-rows-move'],
  },
  'add a shard, bounded loads': {
    title: 'A shard joins, ring with bounded loads',
    doc: 'No shard has more than a twentieth above its share; a few rows more move for it.',
    seconds: 7,
    with: [flip('router', 'bounded-load')],
    script: [at(1, shards(5))],
    meets: SERVED,
    holds: [...SOUND, 'few-rows-move'],
  },
  'add a shard, modulo N': {
    title: 'A shard joins, hash modulo N',
    doc: 'Four rows in five move, where one in five had to.',
    seconds: 9,
    with: [...QUICKLY, flip('router', 'mod-n')],
    script: [at(1, shards(5))],
    holds: TABLE,
    violates: ['few-rows-move'],
  },
  'from modulo N to the ring': {
    title: 'From modulo N to the ring, live',
    doc: 'The last big move: three rows in four change their shard while they are read and written.',
    seconds: 9,
    with: [...QUICKLY, flip('router', 'mod-n')],
    script: [at(1, flip('router', 'hash-ring'))],
    meets: ['rows are served'],
    holds: SOUND,
  },
  'stop the world': {
    title: 'A shard joins, the world stops',
    doc: 'Rows that move cannot be written for seconds.',
    seconds: 9,
    with: [MANY_WRITES, flip('migration', 'stop-the-world')],
    script: [at(1, shards(5))],
    breaks: ['rows are fast'],
    holds: TABLE,
  },
  'backfill only': {
    title: 'A shard joins, nothing is caught up',
    doc: 'What was written after its row was copied goes back to what it was.',
    seconds: 7,
    with: [...BUSY_ROWS, flip('migration', 'backfill-only')],
    script: [at(1, shards(5))],
    violates: ['no-row-lost'],
  },
  'cut over first': {
    title: 'A shard joins before it has its rows',
    doc: 'Rows are missing until they arrive.',
    seconds: 6,
    with: [flip('migration', 'cut-over-first')],
    script: [at(1, shards(5))],
    violates: ['no-row-lost'],
  },
  'primary dies': {
    title: 'A primary dies',
    doc: 'A replica takes over in about a second, and nothing acknowledged is lost.',
    seconds: 8,
    script: [...during(2, 5, dies('shard-1a'))],
    holds: SOUND,
  },
  'primary dies in the middle of a move': {
    title: 'A primary dies while its rows move',
    doc: 'Who owns what is in the same log as the rows: the new leader knows how far the move has come.',
    seconds: 10,
    script: [at(1, shards(5)), ...during(2, 5, dies('shard-1a'))],
    holds: SOUND,
  },
  'the coordinator dies in the middle of a move': {
    title: 'The coordinator dies in the middle of a move',
    doc: 'It goes on where its disk has it; every step may be done twice.',
    seconds: 9,
    script: [at(1, shards(5)), ...during(2, 3.5, dies('coordinator'))],
    holds: SOUND,
  },
  'primary dies, replicas not waited for': {
    title: 'A primary dies, replicas were not waited for',
    doc: 'Acknowledged writes go with it.',
    seconds: 6,
    with: [...BUSY_ROWS, flip('replicas', 'not-waited-for')],
    script: [
      // The primary cannot ship for a moment, acknowledges all the same, and dies.
      at(2, {
        do: 'inject',
        fault: 'partition',
        id: 'cut',
        on: { between: [['shard-1a'], ['shard-1b', 'shard-1c']] },
      }),
      at(2.35, dies('shard-1a')),
      at(3, { do: 'lift', id: 'cut' }),
    ],
    violates: ['no-row-lost'],
  },
  'primary dies, no replica takes over': {
    title: 'A primary dies, no replica takes over',
    doc: 'A quarter of the table is gone until it is back.',
    seconds: 7,
    with: [flip('replicas', 'none')],
    script: [...during(2, 5, dies('shard-1a'))],
    breaks: ['rows are served'],
    holds: TABLE,
  },
  'hot range': {
    title: 'A hot range on the ring',
    doc: 'Hashed, popular neighbours are spread over all shards.',
    seconds: 5,
    script: HOT_RANGE.map((action) => at(1, action)),
    meets: SERVED,
    holds: SOUND,
  },
  'hot range, ranges': {
    title: 'A hot range on one shard',
    doc: 'Nine requests in ten meet on shard 0.',
    seconds: 6,
    with: [flip('router', 'range')],
    script: HOT_RANGE.map((action) => at(1, action)),
    breaks: ['rows are fast'],
  },
  'stale router': {
    title: 'A router misses the new map',
    doc: 'The old owners refuse it; it asks in vain until it hears of the map.',
    seconds: 9,
    script: [at(0.5, CUT), at(1, shards(5)), at(6, { do: 'lift', id: 'router-cut' })],
    holds: TABLE,
  },
  'stale router, trusted': {
    title: 'A router misses the new map and is trusted',
    doc: 'Rows are read and written where they no longer are.',
    seconds: 8,
    with: [flip('ownership', 'trusted')],
    script: [at(0.5, CUT), at(1, shards(5))],
    violates: ['no-row-misrouted', 'no-row-lost', 'rows-have-one-home'],
  },
  'transfers, nothing undone': {
    title: 'Transfers without a way back',
    doc: 'One account in nine takes no money: what was sent to it is gone.',
    seconds: 4,
    with: [flip('saga', 'forgotten')],
    violates: ['money-conserved'],
  },
  'slow shard': {
    title: 'One shard in four is three times as slow',
    doc: 'Three rows in four are not touched by it, and every report is: a fan-out is as slow as the slowest of all.',
    seconds: 10,
    script: [at(1, SLOW_SHARD)],
    meets: ['most rows are fast'],
    breaks: ['half of the reports are fast'],
  },
  ...FEDERATION,
}
