import type { Value } from '../../algorithms/replication/replica.ts'
import type { Reply } from '../../kernel/call.ts'
import { ms } from '../../lib/units.ts'
import type { Steps } from '../define-service.ts'
import { TO_SHARD, type MapTold, type ToShard } from '../shard-router/protocol.ts'
import { partitionerOf } from '../shard/division.ts'
import {
  ROWS_IN,
  ROWS_OUT,
  ROWS_PURGE,
  SHARD_ADOPT,
  type Phase,
  type RowsIn,
  type RowsOut,
  type RowsWanted,
  type ShardMap,
  type StoredRow,
} from '../shard/protocol.ts'
import type { CoordinatorContext, CoordinatorState, Resharded } from './coordinator-state.ts'

const TRY_AGAIN = ms(40)
const PATIENCE = { timeoutNanos: ms(3_000) }

/**
 * Moves rows from the present map to the next, from wherever an earlier life has left off: every step may be done twice. The new
 * owners must not serve before the old ones have stopped, and the old ones must not forget before the new ones have everything.
 */
export function* move(state: CoordinatorState, ctx: CoordinatorContext): Steps {
  const { disk } = state
  if (disk.told.next !== null) {
    const { map, next } = disk.told
    const { stopsAtOnce, catchesUp, cutsOverFirst } = disk.method
    if (disk.told.phase === 'steady') yield* enter(state, stopsAtOnce ? 'frozen' : 'copying', ctx)
    else yield* tellAll(state, everyone(map, next), ctx)
    if (!cutsOverFirst) yield* copy(state, map, next, false, ctx)
    if (catchesUp) {
      yield* enter(state, 'frozen', ctx)
      yield* copy(state, map, next, true, ctx)
    }
    disk.told = { map: next, next: null, phase: 'steady' }
    disk.before = map
  }
  if (disk.before !== null) yield* cutOver(state, disk.before, ctx)
}

/** Tells routers the map as it is now. */
export function tellRouters({ routers, disk }: CoordinatorState, ctx: CoordinatorContext): void {
  const { told, method } = disk
  const message: MapTold = { type: 'map-told', told, dualWrites: method.dualWrites }
  for (const link of routers) ctx.send(link, message)
}

/** Has one shard do something, by whichever router gets through, however long it takes. */
export function* toShard(
  state: CoordinatorState,
  shard: number,
  [op, body]: readonly [op: string, body: unknown],
  ctx: CoordinatorContext,
): Steps<Reply> {
  const content: ToShard = { shard, op, body }
  for (let turn = 0; ; turn++) {
    const link = state.routers[turn % state.routers.length]
    const reply = yield* ctx.call(link, { op: TO_SHARD, body: content }, PATIENCE)
    if (reply.ok) return reply
    // It has lost what it was told: it is told again.
    if (reply.failure === 'wrong-shard' && op !== SHARD_ADOPT)
      yield* toShard(state, shard, [SHARD_ADOPT, state.disk.told], ctx)
    yield* ctx.sleep(TRY_AGAIN)
  }
}

export const everyone = (before: ShardMap, after: ShardMap): number[] => [
  ...new Set([...before.members, ...after.members]),
]

function* enter(state: CoordinatorState, phase: Phase, ctx: CoordinatorContext): Steps {
  const { map, next } = state.disk.told
  state.disk.told = { map, next, phase }
  yield* tellAll(state, everyone(map, next!), ctx)
  tellRouters(state, ctx)
}

function* tellAll(state: CoordinatorState, shards: readonly number[], ctx: CoordinatorContext): Steps {
  for (const shard of shards) yield* toShard(state, shard, [SHARD_ADOPT, state.disk.told], ctx)
}

/** Old owners stop first, then new ones begin, then the routers learn of it, then the old ones forget. */
function* cutOver(state: CoordinatorState, before: ShardMap, ctx: CoordinatorContext): Steps {
  const { disk } = state
  const { map } = disk.told
  yield* tellAll(state, before.members, ctx)
  yield* tellAll(state, everyone(before, map), ctx)
  tellRouters(state, ctx)
  if (disk.method.cutsOverFirst) yield* copy(state, before, map, false, ctx)
  for (const shard of before.members) yield* purge(state, shard, ctx)
  const moved = [...state.legs.values()].reduce((sum, { copied }) => sum + copied, 0)
  const rows = state.totalRows
  const fact: Resharded = { before, after: map, moved, rows, beganAt: state.beganAt }
  disk.before = null
  ctx.fact('resharded', fact)
  ctx.gauge('movedShare', moved / rows)
  ctx.count('moves')
  ctx.mark(`map ${map.version} is in force: ${moved} of ${rows} rows have moved`)
}

/** Copies from all old owners at once. */
function* copy(
  state: CoordinatorState,
  before: ShardMap,
  after: ShardMap,
  changedOnly: boolean,
  ctx: CoordinatorContext,
): Steps {
  if (!changedOnly) state.legs.clear()
  let left = before.members.length
  const waiter = ctx.current
  for (const from of before.members) {
    const leg = function* (): Steps {
      yield* copyFrom(state, from, after, changedOnly, ctx)
      if (--left === 0) ctx.wake(waiter)
    }
    ctx.spawn(leg())
  }
  if (left > 0) yield* ctx.suspend()
}

function* copyFrom(
  state: CoordinatorState,
  from: number,
  after: ShardMap,
  changedOnly: boolean,
  ctx: CoordinatorContext,
): Steps {
  const heirs = partitionerOf(after)
  const leg = { from, copied: 0, leaving: 0 }
  if (!changedOnly) state.legs.set(from, leg)
  for (let last = -1; ;) {
    const wanted: RowsWanted = { after: last, limit: ctx.params.batchRows, changedOnly }
    const out = (yield* toShard(state, from, [ROWS_OUT, wanted], ctx)).value as RowsOut
    leg.leaving = out.leaving
    for (const [heir, rows] of byHeir(out.rows, (key) => heirs.ownerOf(key))) {
      const body: RowsIn = { version: after.version, rows }
      yield* toShard(state, heir, [ROWS_IN, body], ctx)
      leg.copied += rows.length
      ctx.count(changedOnly ? 'caughtUp' : 'copied', rows.length)
    }
    if (out.done) return
    last = out.rows.at(-1)?.[0] ?? last
    if (!changedOnly) yield* ctx.sleep(ms(ctx.params.pauseMs))
  }
}

function* purge(state: CoordinatorState, shard: number, ctx: CoordinatorContext): Steps {
  for (;;) {
    const { value } = yield* toShard(state, shard, [ROWS_PURGE, ctx.params.batchRows], ctx)
    if (value === 0) return
    yield* ctx.sleep(ms(ctx.params.pauseMs / 4))
  }
}

function byHeir(rows: readonly StoredRow[], heirOf: (key: number) => number): Map<number, StoredRow[]> {
  const parts = new Map<number, (readonly [number, Value])[]>()
  for (const row of rows) {
    const heir = heirOf(row[0])
    const part = parts.get(heir)
    if (part === undefined) parts.set(heir, [row])
    else part.push(row)
  }
  return parts
}
