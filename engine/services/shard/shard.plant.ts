import { INVARIANTS } from '../../checks/catalogue.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { summarize } from '../../run/summarize.ts'
import type { Action } from '../../schema/document.ts'
import { defineDesign } from '../../schema/design.ts'
import { SERVICES } from '../catalogue.ts'
import type { AnyService } from '../define-service.ts'
import { service as saga } from '../transfer-saga/service.ts'
import type { ShardDisk } from './disk.ts'
import {
  ROWS_OUT,
  ROWS_PURGE,
  ROWS_SCAN,
  ROW_STEP,
  type AccountStep,
  type RowsOut,
  type RowsWanted,
  type ScanAnswer,
} from './protocol.ts'
import { service } from './service.ts'
import { ShardState, type ShardSetup } from './shard-state.ts'

const TABLE = { plainRows: 200, accounts: 30, shards: 2 }
const CLIENT = { retries: 0, users: 50, popularity: 'uniform', spread: 'random' }
const ROUTERS = ['router-1', 'router-2']

/** Two shards and one in reserve, without replicas, so that a run takes milliseconds; rows are written all the time. */
const { document } = defineDesign({
  summary: 'A small table.',
  nodes: {
    users: {
      kind: 'client',
      at: [0, 0],
      params: { ...CLIENT, operations: 'read-write', ratePerSecond: 300, readShare: 0.5, keys: 200 },
    },
    reports: { kind: 'client', at: [0, 1], params: { ...CLIENT, operations: 'scans', ratePerSecond: 20 } },
    payers: {
      kind: 'client',
      at: [0, 2],
      params: { ...CLIENT, operations: 'transfers', ratePerSecond: 25, keys: 30 },
    },
    saga: { kind: 'transfer-saga', at: [1, 1], params: { firstAccount: 200 } },
    coordinator: { kind: 'shard-coordinator', at: [1, 0], params: { ...TABLE, batchRows: 10, pauseMs: 60 } },
    ...Object.fromEntries(
      ROUTERS.map((id, i) => [id, { kind: 'shard-router', at: [2, i] as [number, number] }]),
    ),
    ...Object.fromEntries(
      [0, 1, 2].map((shard) => [
        `shard-${shard}`,
        {
          kind: 'shard',
          at: [3, shard] as [number, number],
          params: { ...TABLE, shard, rowMs: 1, scanMs: 2, workers: 8 },
        },
      ]),
    ),
  },
  edges: [
    ...['users', 'reports'].flatMap((from) => ROUTERS.map((to) => ({ from, port: 'out', to }))),
    { from: 'payers', port: 'out', to: 'saga' },
    ...ROUTERS.flatMap((to) => [
      { from: 'saga', port: 'rows', to },
      { from: 'coordinator', port: 'routers', to },
      ...[0, 1, 2].map((shard) => ({ from: to, port: 'shards', to: `shard-${shard}` })),
    ]),
  ],
  slos: {},
  invariants: ['no-row-lost', 'rows-have-one-home', 'no-row-misrouted', 'money-conserved'],
  switches: {},
  breaks: {},
  scenarios: {},
  estimates: {},
  charts: [],
  load: [],
  interview: [],
})

interface Around {
  checker: string
  /** Kinds with the bug in them. */
  broken: readonly AnyService[]
  /** Kinds that both twins run with. */
  both?: readonly AnyService[]
  /** What happens, beside a third shard that joins after a second. */
  also?: readonly Action[]
  /** When it ends; enough for the move itself unless it says otherwise. */
  seconds?: number
}

function run(
  seed: number,
  planted: boolean,
  { checker, broken, both = [], also = [], seconds = 3.2 }: Around,
) {
  const others = [...both, ...(planted ? broken : [])].map((kind) => [kind.kind, kind] as const)
  const world = assemble(document, { kinds: new Map([...SERVICES, ...others]), invariants: INVARIANTS, seed })
  for (const action of also) world.act(action)
  world.runUntil(s(1))
  world.act({ do: 'set', node: 'coordinator', param: 'shards', value: 3 })
  world.runUntil(s(seconds))
  const accused = summarize(world).checks.filter(({ firstViolation }) => firstViolation !== null)
  const found = planted ? accused.find(({ name }) => name === checker) : accused[0]
  return found?.firstViolation?.says ?? null
}

const withState = (make: (setup: ShardSetup, disk: ShardDisk) => ShardState): AnyService => ({
  ...service,
  start: (setup: ShardSetup, disk: ShardDisk) => ({ setup, disk, now: make(setup, disk) }),
})

class Overwrites extends ShardState {
  override replaces(): boolean {
    return true
  }
}
class OwnsAll extends ShardState {
  override owns(): boolean {
    return true
  }
}

const { on }: AnyService = service
/** Dual writes and backfill alone, though writes are held off before the cut-over: what the one misses, nobody copies again. */
const withoutCatchUp = (kind: AnyService): AnyService => ({
  ...kind,
  on: {
    ...on,
    served(held, call, ctx) {
      const again = call.op === ROWS_OUT && (call.body as RowsWanted).changedOnly
      if (!again) return on!.served!(held, call, ctx)
      const nothing: RowsOut = { rows: [], done: true, leaving: (held.now as ShardState).leaving().length }
      ctx.reply(call, nothing)
    },
  },
})

const countsAll: AnyService = {
  ...service,
  on: {
    ...on,
    served(held, call, ctx) {
      if (call.op !== ROWS_SCAN) return on!.served!(held, call, ctx)
      const { machine, division } = held.now as ShardState
      let rows = 0
      for (const [key, { value }] of machine.values) if (typeof key === 'number' && value !== null) rows++
      const answer: ScanAnswer = { version: division.told.map.version, rows }
      ctx.reply(call, answer)
    },
  },
}

/** Says that there is nothing left of others, and keeps it. */
const keepsAll: AnyService = {
  ...service,
  on: {
    ...on,
    served(held, call, ctx) {
      if (call.op === ROWS_PURGE) return ctx.reply(call, 0)
      on!.served!(held, call, ctx)
    },
  },
}

/** Each time a step is asked for, it looks like another one. */
const forgetsSteps: AnyService = {
  ...service,
  on: {
    ...on,
    served(held, call, ctx) {
      if (call.op === ROW_STEP) {
        const body = call.body as AccountStep
        call.body = { ...body, id: `${call.id}/${body.id}` }
      }
      on!.served!(held, call, ctx)
    },
  },
}

const neverUndoes: AnyService = {
  ...saga,
  params: { ...saga.params, compensates: { ...saga.params.compensates, default: false } },
}

const plant = (name: string, bug: string, around: Around): Plant => ({
  name,
  protocol: 'resharding',
  bug,
  checker: around.checker,
  run: (seed, planted) => run(seed, planted, around),
})

export const plants: readonly Plant[] = [
  plant('backfill-overwrites-newer-row', 'A copied row replaces one that was written to both shards since.', {
    checker: 'no-row-lost',
    broken: [withoutCatchUp(withState((setup, disk) => new Overwrites(setup, disk)))],
    both: [withoutCatchUp(service)],
    also: [{ do: 'set', node: 'payers', param: 'ratePerSecond', value: 0 }],
  }),
  plant(
    'router-cache-stale-after-cut-over',
    'Shards serve whatever a router asks of them, and one has an old map.',
    {
      checker: 'no-row-misrouted',
      broken: [withState((setup, disk) => new OwnsAll(setup, disk))],
      also: [{ do: 'set', node: 'router-2', param: 'learns', value: false }],
    },
  ),
  plant(
    'report-counts-copied-rows',
    'A report counts rows that were copied to a shard and are not its own yet.',
    {
      checker: 'no-row-lost',
      broken: [countsAll],
    },
  ),
  plant('moved-rows-kept', 'A shard keeps the rows that it has handed over, and says that it has not.', {
    checker: 'rows-have-one-home',
    broken: [keepsAll],
    seconds: 6.5,
  }),
  plant(
    'saga-step-repeated',
    'A step that is asked for again, because its answer was lost, is taken again.',
    {
      checker: 'money-conserved',
      broken: [forgetsSteps],
      also: [
        {
          do: 'inject',
          fault: 'loss',
          id: 'loss',
          on: { edge: 'router-1.shards>shard-0' },
          params: { share: 0.05 },
        },
      ],
    },
  ),
  plant('saga-step-without-compensation', 'The first step of a transfer stays when the second is refused.', {
    checker: 'money-conserved',
    broken: [neverUndoes],
  }),
]
