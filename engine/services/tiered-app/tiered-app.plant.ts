import { INVARIANTS } from '../../checks/catalogue.ts'
import { VersionStamps } from '../../algorithms/cache/version-stamps.ts'
import type { Plant } from '../../checks/plant.bed.ts'
import { s } from '../../lib/units.ts'
import { assemble } from '../../run/assemble.ts'
import { summarize } from '../../run/summarize.ts'
import { defineDesign } from '../../schema/design.ts'
import type { Failure } from '../../schema/failures.ts'
import { SERVICES } from '../catalogue.ts'
import { STAMP_GROUPS, service as database } from '../database/service.ts'
import type { AnyService } from '../define-service.ts'
import { service } from './service.ts'
import { TieredState } from './tiered-state.ts'

type Values = Record<string, number | string | boolean>
const APPS = ['app-1', 'app-2']

/** Two servers with memories of their own, a few keys that are written all the time, long ways to the database. */
function small(server: Values, client: Values) {
  const people = {
    ratePerSecond: 150,
    readShare: 0.85,
    keys: 12,
    popularity: 'uniform',
    users: 50,
    retries: 0,
  }
  return defineDesign({
    summary: 'Two servers that share a cache.',
    nodes: {
      users: { kind: 'client', at: [0, 0], params: { ...people, operations: 'read-write', ...client } },
      balancer: { kind: 'load-balancer', at: [1, 0], params: {} },
      ...Object.fromEntries(
        APPS.map((id, i) => [id, { kind: 'tiered-app', at: [2, i] as [number, number], params: server }]),
      ),
      channel: { kind: 'pub-sub', at: [3, 1] },
      shared: { kind: 'cache', at: [3, 0], params: { ttlSeconds: 0, negativeTtlSeconds: 600 } },
      database: { kind: 'database', at: [4, 0], params: { readMs: 4, writeMs: 4, rowsAtStart: 100 } },
    },
    edges: [
      { from: 'users', port: 'out', to: 'balancer' },
      ...APPS.flatMap((from) => [
        { from: 'balancer', port: 'backends', to: from },
        { from, port: 'shared', to: 'shared', latencyMs: 2 },
        { from, port: 'channel', to: 'channel', latencyMs: 0.1 },
        { from, port: 'origin', to: 'database', latencyMs: 5 },
      ]),
    ],
    slos: {},
    invariants: ['bounded-staleness'],
    switches: {},
    breaks: {},
    scenarios: {},
    estimates: {},
    charts: [],
    load: [],
    interview: [],
  })
}

interface Around {
  server: Values
  client?: Values
  /** The kind with the bug in it. */
  broken: AnyService
  /** Cuts the first server off from the database for a while. */
  cutOff?: boolean
}

function run(seed: number, planted: boolean, { server, client = {}, broken, cutOff = false }: Around) {
  const kinds = planted ? new Map([...SERVICES, [broken.kind, broken]]) : SERVICES
  const world = assemble(small(server, client).document, { kinds, invariants: INVARIANTS, seed })
  if (cutOff) {
    world.runUntil(s(1))
    world.act({ do: 'inject', fault: 'partition', id: 'cut', on: { edge: 'app-1.origin>database' } })
  }
  world.runUntil(s(6))
  const [check] = summarize(world).checks
  return check.firstViolation?.says ?? null
}

/** Never expires, and promises to be fresh within two seconds. */
const LASTING: Values = { ttlSeconds: 0, negativeTtlSeconds: 600, staleSecondsMax: 2, originTimeoutMs: 300 }
const STAMPS: Values = { ...LASTING, invalidation: 'version-stamp' }
const MESSAGES: Values = { ...LASTING, invalidation: 'pub-sub' }

class UnraisedStamps extends VersionStamps {
  override raise(key: number): number {
    return key % 3 === 0 ? this.latest : super.raise(key)
  }
}
const forgetsToRaise: AnyService = {
  ...database,
  durable: () => ({ rows: new Map(), stamps: new UnraisedStamps({ groups: STAMP_GROUPS }) }),
}

class FillsBlindly extends TieredState {
  override fill(...[key, value, stamp, sizeBytes, , clock]: Parameters<TieredState['fill']>): void {
    super.fill(key, value, stamp, sizeBytes, this.local.leaseOf(key), clock)
  }
}
class TrustsForEver extends TieredState {
  override isCurrent({ key, stamp }: Parameters<TieredState['isCurrent']>[0]): boolean {
    return !this.scheme.stamps || !this.stamps.isOutdated(key, stamp)
  }
}

const { on }: AnyService = service
const keepsAbsence: AnyService = {
  ...service,
  on: {
    ...on,
    reply(state, child, call, ctx) {
      if (child.op !== 'create' || call === null) return on!.reply!(state, child, call, ctx)
      return child.ok ? ctx.reply(call, child.value) : ctx.fail(call, child.failure as Failure)
    },
  },
}

const plant = (name: string, bug: string, around: Around): Plant => ({
  name,
  protocol: 'two cache levels',
  bug,
  checker: 'bounded-staleness',
  run: (seed, planted) => run(seed, planted, around),
})

export const plants: readonly Plant[] = [
  plant('version-stamp-not-bumped', 'A write does not raise the version stamp of some keys.', {
    server: STAMPS,
    broken: forgetsToRaise,
  }),
  plant('stamps-trusted-for-ever', 'A server that cannot ask for stamps goes on trusting its copies.', {
    server: STAMPS,
    broken: { ...service, start: (setup, disk) => new TrustsForEver(setup, disk) },
    cutOff: true,
  }),
  plant('fill-after-invalidation', 'What was read before an invalidation is stored after it.', {
    server: MESSAGES,
    broken: { ...service, start: (setup, disk) => new FillsBlindly(setup, disk) },
  }),
  plant(
    'negative-entry-never-invalidated',
    'Making a record does not invalidate the knowledge that it is absent.',
    {
      server: MESSAGES,
      client: { operations: 'dead-links', readShare: 0.95, keySkew: 1, popularity: 'zipf' },
      broken: keepsAbsence,
    },
  ),
]
