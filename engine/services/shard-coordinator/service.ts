import { ms } from '../../lib/units.ts'
import { defineService, type Steps } from '../define-service.ts'
import type { MapWanted } from '../shard-router/protocol.ts'
import { partitionerOf } from '../shard/division.ts'
import { ROWS_SCAN, SHARD_ADOPT, type ScanAnswer } from '../shard/protocol.ts'
import {
  COORDINATOR_METRICS,
  CoordinatorState,
  firstTold,
  methodOf,
  type CoordinatorContext,
  type CoordinatorDisk,
} from './coordinator-state.ts'
import { everyone, move, tellRouters, toShard } from './move.ts'
import { COORDINATOR_PARAMS } from './params.ts'

const LOOKS_EVERY = ms(100)
const TELLS_EVERY = ms(250)
const COUNTS_EVERY = ms(2_000)

/** Decides which shard has which row, and moves rows when that changes. */
export const service = defineService({
  kind: 'shard-coordinator',
  title: 'Shard coordinator',
  summary: 'Keeps the map of a sharded table; adds and removes shards by moving rows while the table serves.',
  group: 'coordination',
  icon: 'map',
  understands: [],
  ports: {
    routers: {
      title: 'tells the map to, and works through',
      edges: 'many',
      asks: ['shard-orders'],
      tells: 'shard-maps',
    },
  },
  params: COORDINATOR_PARAMS,
  metrics: COORDINATOR_METRICS,
  headline: { progress: 'Move', movedShare: 'Moved', rowSkew: 'Skew' },
  stations: {},
  durable: ({ params }): CoordinatorDisk => ({
    told: firstTold(params),
    method: methodOf(params),
    before: null,
  }),
  start: (setup, disk): CoordinatorState => new CoordinatorState(setup, disk),
  begin(state, ctx) {
    ctx.gauge('moving', 0)
    ctx.spawn(lead(state, ctx))
    ctx.spawn(count(state, ctx))
    ctx.timer('tell', 0)
  },
  on: {
    message(state, payload, _link, _from, ctx) {
      const { shards } = payload as MapWanted
      state.known = Math.max(state.known, shards)
      tellRouters(state, ctx)
    },
    params(state, ctx) {
      // Before anything has happened the table can still be laid out otherwise.
      if (ctx.now === 0) state.disk.told = firstTold(ctx.params)
    },
  },
  timers: {
    tell(state, _argument, ctx) {
      tellRouters(state, ctx)
      measure(state, ctx)
      ctx.timer('tell', TELLS_EVERY)
    },
  },
  inspect: ({ disk, rows, legs }) => {
    const { map, next, phase } = disk.told
    return {
      view: 'shard-map',
      map: map.version,
      partitioning: map.strategy,
      phase: disk.before === null ? phase : 'cleaning up',
      arcs: partitionerOf(map).inspect(),
      nextArcs: next === null ? null : partitionerOf(next).inspect(),
      shards: [...rows].map(([shard, count]) => ({ shard, rows: count })),
      moves: [...legs.values()].map(({ from, copied, leaving }) => ({ from, copied, leaving })),
    }
  },
  calibration: {
    models:
      'The map with its version, durable; a move step by step, each of which may be repeated: tell the shards, copy in batches, hold writes off, copy what has changed, cut over, clean up. All of it goes through the routers as requests of its own.',
    constants: [
      {
        name: 'batch and pause',
        value: '100 rows, 60 ms',
        source: 'chosen: a move of a fifth of the table takes some seconds',
      },
    ],
    leavesOut:
      'Its own replication: while it is down, nothing is moved and nothing else stops, unless rows are frozen just then.',
  },
})

/** Looks whether another map is wanted, and moves rows until it is in force; one change after the other. */
function* lead(state: CoordinatorState, ctx: CoordinatorContext): Steps {
  const { disk } = state
  for (;;) {
    if (!state.moving) {
      const next = state.target(ctx.params)
      if (next === null) {
        yield* ctx.sleep(LOOKS_EVERY)
        continue
      }
      disk.method = methodOf(ctx.params)
      disk.told = { map: disk.told.map, next, phase: 'steady' }
      ctx.mark(`begins to move rows: ${next.members.length} shards, ${next.strategy}`)
    }
    state.beganAt = ctx.now
    yield* move(state, ctx)
  }
}

/** Asks each shard how many rows it owns. One that has another map than everybody else is told again. */
function* count(state: CoordinatorState, ctx: CoordinatorContext): Steps {
  for (;;) {
    yield* ctx.sleep(COUNTS_EVERY)
    const { told } = state.disk
    for (const shard of everyone(told.map, told.next ?? told.map)) {
      if (state.known === 0) break
      const answer = (yield* toShard(state, shard, [ROWS_SCAN, null], ctx)).value as ScanAnswer
      state.rows.set(shard, answer.rows)
      const behind = answer.version < told.map.version && told === state.disk.told && !state.moving
      if (behind) yield* toShard(state, shard, [SHARD_ADOPT, told], ctx)
    }
    for (const shard of state.rows.keys())
      if (!everyone(told.map, told.next ?? told.map).includes(shard)) state.rows.delete(shard)
  }
}

function measure(state: CoordinatorState, ctx: CoordinatorContext): void {
  const { map } = state.disk.told
  const rows = map.members.map((shard) => state.rows.get(shard) ?? 0)
  const sum = rows.reduce((total, each) => total + each, 0)
  ctx.gauge('rowSkew', sum === 0 ? NaN : (Math.max(...rows) * rows.length) / sum)
  ctx.gauge('mapVersion', map.version)
  ctx.gauge('moving', state.moving ? 1 : 0)
  const legs = [...state.legs.values()]
  const leaving = legs.reduce((total, leg) => total + leg.leaving, 0)
  const copied = legs.reduce((total, leg) => total + leg.copied, 0)
  ctx.gauge('progress', !state.moving || leaving === 0 ? NaN : copied / leaving)
}
