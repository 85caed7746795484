import { s } from '../../lib/units.ts'
import { seconds } from '../client-answer.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import { leadersOf, mapAtRest, partitionerOf, rowsAtStart, type ShardLeader } from '../sharded-table.ts'

const NOBODY = -1

/** Looks into all shards whenever nothing is being moved: at every row, not only at those that somebody reads. */
export const invariant = defineInvariant<{ judged: boolean }>({
  name: 'rows-have-one-home',
  title: 'Every row is on one shard, its own',
  doc: 'When nothing is being moved, each row of the table is held by the shard that the map names, and by no other: none is lost, none is doubled.',
  start: () => ({ judged: false }),
  everyNanos: s(2),
  check(state, ctx) {
    const map = mapAtRest(ctx)
    if (map === null) return null
    const leaders = leadersOf(map, ctx)
    if (leaders === null) return null
    const partitioner = partitionerOf(map)
    const ownerOf = (key: number) => partitioner.ownerOf(key)
    const { plain, accounts } = rowsAtStart(ctx)
    const homes = new Int16Array(plain + accounts).fill(NOBODY)
    state.judged ||= homes.length > 0
    let held = 0
    for (const [at, leader] of leaders.entries())
      for (const [key, { value }] of leader.values) {
        if (typeof key !== 'number' || value === null || key >= homes.length) continue
        if (homes[key] !== NOBODY || ownerOf(key) !== leader.shard) {
          const other = homes[key] === NOBODY ? [] : [leaders[homes[key]]]
          return doubled(key, ownerOf(key), [leader, ...other], ctx)
        }
        homes[key] = at
        held++
      }
    return held === homes.length ? null : lost(homes, ownerOf, ctx)
  },
  conclusive: ({ judged }) => judged,
})

function doubled(key: number, owner: number, holders: readonly ShardLeader[], ctx: CheckContext): Violation {
  const where = holders.map(({ shard }) => `shard ${shard}`).join(' and ')
  return {
    says: `The row of key ${key} is on ${where}; it belongs to shard ${owner} alone.`,
    operations: holders.map(
      ({ id, shard }) => `${seconds(ctx.now)}: ${id} leads shard ${shard} and holds key ${key}`,
    ),
    nodes: holders.map(({ id }) => id),
  }
}

function lost(homes: Int16Array, ownerOf: (key: number) => number, ctx: CheckContext): Violation {
  const rows = homes.length
  const missing = homes.reduce((count, home) => (home === NOBODY ? count + 1 : count), 0)
  const key = homes.indexOf(NOBODY)
  return {
    says: `${missing} of ${rows} rows are on no shard at all, that of key ${key} among them.`,
    operations: [
      `before ${seconds(ctx.now)} the table had ${rows} rows`,
      `${seconds(ctx.now)}: key ${key} belongs to shard ${ownerOf(key)}, which does not have it; nobody else has`,
    ],
    nodes: [],
  }
}
