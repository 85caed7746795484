import type { LogShippingMessage } from '../../algorithms/replication/log-shipping-messages.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { defineService, type Call } from '../define-service.ts'
import { firstDisk } from './disk.ts'
import { SHARD_METRICS } from './metrics.ts'
import { adoptMap, purgeRows, rowsIn, rowsOut } from './moving.ts'
import { SHARD_PARAMS } from './params.ts'
import { perform, written, type Asked } from './perform.ts'
import {
  ROWS_IN,
  ROWS_OUT,
  ROWS_PURGE,
  ROWS_SCAN,
  ROW_READ,
  ROW_STEP,
  ROW_WRITE,
  SHARD_ADOPT,
  type IAmShard,
  type RowsIn,
  type RowsWanted,
  type ShardEnvelope,
  type WhoAreYou,
} from './protocol.ts'
import { readRow, scanRows, stepAccount, writeRow } from './rows.ts'
import { ShardState, type ShardContext } from './shard-state.ts'

/** How often the machine looks at its clock. */
const TICK = ms(20)
const MEASURED_EVERY = ms(1_000)

type Operation = (state: ShardState, call: Call, ctx: ShardContext) => void

const OPERATIONS: Readonly<Record<string, Operation>> = {
  [ROW_READ]: readRow,
  [ROW_WRITE]: writeRow,
  [ROW_STEP]: stepAccount,
  [ROWS_SCAN]: scanRows,
  [SHARD_ADOPT]: adoptMap,
  [ROWS_OUT]: rowsOut,
  [ROWS_IN]: rowsIn,
  [ROWS_PURGE]: purgeRows,
}

/** How long some operations take; all others take as long as one row. */
const WORK: Readonly<Record<string, (state: ShardState, call: Call) => Nanos>> = {
  [ROWS_SCAN]: ({ scan, random }) => scan.draw(random),
  [ROWS_OUT]: ({ movedRowNanos }, { body }) => movedRowNanos * (body as RowsWanted).limit,
  [ROWS_IN]: ({ movedRowNanos }, { body }) => movedRowNanos * (body as RowsIn).rows.length,
  [ROWS_PURGE]: ({ movedRowNanos }, { body }) => movedRowNanos * (body as number),
}

/** One replica of one shard of a table: leads or follows the others, and serves the rows that the map gives to its shard. */
export const service = defineService({
  kind: 'shard',
  title: 'Shard replica',
  summary:
    'Keeps part of a table, replicated; serves the rows that are its own, and hands them over while it serves.',
  group: 'data',
  icon: 'database',
  understands: ['rows'],
  hears: ['shard-numbers'],
  ports: { peers: { title: 'replicates with', edges: 'any', peers: true } },
  params: SHARD_PARAMS,
  metrics: SHARD_METRICS,
  headline: { leads: 'Leads', rows: 'Rows', rate: 'Arrivals' },
  stations: {
    workers: { title: 'Workers', servers: 'workers', queueLimit: 500, dropExpired: true },
    disk: { title: 'Log', servers: 1 },
  },
  durable: ({ params, now }) => firstDisk(params, now > 0),
  start: (setup, disk) => ({ setup, disk, now: new ShardState(setup, disk) }),
  begin({ now: state }, ctx) {
    state.tick = ctx.timer('tick', TICK)
    ctx.timer('measure', MEASURED_EVERY)
  },
  on: {
    request({ now: state }, call, ctx) {
      const work = WORK[call.op]?.(state, call) ?? state.row.draw(state.random)
      ctx.serve(call, work, 'workers')
    },
    served({ now: state }, call, ctx) {
      if (state.serves(ctx.monotonic)) OPERATIONS[call.op](state, call, ctx)
      else ctx.fail(call, 'not-leader')
    },
    message({ now: state }, payload, link, from, ctx) {
      const message = payload as ShardEnvelope | WhoAreYou
      if (message.type === 'who-are-you') {
        const answer: IAmShard = { type: 'i-am-shard', shard: state.shard }
        return ctx.send(link, answer)
      }
      const member = state.memberOf.get(from)
      if (member === undefined) return
      const output = state.receive(ctx.monotonic, member, message.message as LogShippingMessage)
      if (output !== null) perform(state, output, ctx)
    },
    worked: ({ now: state }, group, ctx) => written(state, group as Asked[], ctx),
    params(held, ctx) {
      // Before anything has happened the table can still be laid out otherwise.
      if (ctx.now === 0) {
        Object.assign(held.disk, firstDisk(ctx.params, false))
        const { tick } = held.now
        held.now = new ShardState({ ...held.setup, params: ctx.params }, held.disk)
        held.now.tick = tick
      } else held.now.adopt(ctx.params)
    },
  },
  timers: {
    tick({ now: state }, _argument, ctx) {
      perform(state, state.machine.tick(ctx.monotonic), ctx)
      state.tick!.again(TICK)
    },
    measure({ now: state }, _argument, ctx) {
      ctx.gauge('leads', state.serves(ctx.monotonic) ? 1 : 0)
      ctx.gauge('rows', state.rowsHeld)
      ctx.timer('measure', MEASURED_EVERY)
    },
  },
  inspect: ({ now: state }, { monotonic: now }) => {
    const { told } = state.division
    return {
      view: 'shard',
      shard: state.shard,
      role: state.machine.leadership(now).role,
      epoch: state.machine.leadership(now).epoch,
      mapVersion: told.map.version,
      phase: told.phase,
      rows: state.rowsHeld,
      notAcknowledged: state.ahead.size,
      replication: state.machine
        .lag()
        .map(({ behindEntries, behindNanos }) => ({ behindEntries, behindNanos })),
    }
  },
  calibration: {
    models:
      'Rows in a replicated log with elections, leases and majorities; who owns what is an entry of the same log, so that a new leader knows it. Every read and write is checked against it. Rows are copied out and in batch by batch while the shard serves, and count against its workers.',
    constants: [
      {
        name: 'heartbeat, lease, election',
        value: '60, 400, 500 ms',
        source: 'chosen: a failover takes about a second',
      },
      { name: 'tick', value: '20 ms', source: 'chosen: well below a heartbeat' },
      {
        name: 'rowMs',
        value: '4 ms',
        source: 'order of magnitude of an indexed statement with its round trips to storage',
      },
    ],
    leavesOut:
      'Indexes other than the key, secondary indexes across shards, schema changes, distances between regions.',
  },
})
