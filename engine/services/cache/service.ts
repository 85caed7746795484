import { ms, us } from '../../lib/units.ts'
import { defineService, type Call } from '../define-service.ts'
import { CacheState, type CacheContext, type FormerLife } from './cache-state.ts'
import { CACHE_METRICS } from './metrics.ts'
import { CACHE_PARAMS } from './params.ts'
import { CACHE_DELETE, CACHE_GET, CACHE_SET, READ_AHEAD, WRITE_BEHIND, type CacheFill } from './protocol.ts'
import { answerGet, fill, loaded, overtakeLoad, readThrough } from './read-through.ts'
import { batchWritten, flushDirty, writeBehind, writeThrough, written } from './write-through.ts'

const MEASURED_EVERY = ms(100)
/** What a dirty write takes: its value and a place in the queue. */
const DIRTY_BYTES = 1_100

type Operation = (state: CacheState, call: Call, ctx: CacheContext) => void

/** Every other operation goes to the origin as it is. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  read: readThrough,
  [READ_AHEAD]: readThrough,
  write: writeThrough,
  [WRITE_BEHIND]: writeBehind,
  [CACHE_GET]: answerGet,
  [CACHE_SET]: answerSet,
  [CACHE_DELETE]: answerDelete,
}

/** One node of a cache: in front of its origin, or beside a server that fills it. */
export const service = defineService({
  kind: 'cache',
  title: 'Cache',
  summary:
    'Keeps answers in memory, in front of an origin or beside a server; forgets by policy and by time.',
  group: 'cache',
  icon: 'layers',
  understands: ['cache-entries'],
  ports: { origin: { title: 'reads and writes through to', edges: 'optional', relays: 'the-rest' } },
  params: CACHE_PARAMS,
  metrics: CACHE_METRICS,
  headline: { hitRate: 'Hit rate', memory: 'Memory', dirty: 'Dirty' },
  stations: { thread: { title: 'Single thread', servers: 1, queueLimit: 10_000 } },
  durable: (): FormerLife => ({ dirty: null }),
  start: (setup, former): CacheState => new CacheState(setup, former),
  begin(state, ctx) {
    if (state.lostWrites > 0) {
      ctx.count('lostWrites', state.lostWrites)
      ctx.mark(`${state.lostWrites} acknowledged writes were lost with the memory of ${ctx.node.id}`)
    }
    ctx.timer('measure', MEASURED_EVERY)
    ctx.timer('flush', ms(ctx.params.flushMs))
  },
  on: {
    request: (_state, call, ctx) => ctx.serve(call, us(ctx.params.opMicros), 'thread'),
    served(state, call, ctx) {
      const operation = OPERATIONS[call.op]
      if (operation !== undefined) operation(state, call, ctx)
      else if (state.origin === null) ctx.fail(call, 'origin-down')
      else ctx.forward(state.origin, call, state.originOptions)
    },
    reply(state, child, call, ctx) {
      if (child.relayed) return
      if (child.op === 'read') loaded(state, child, ctx)
      else if (child.op === 'write-batch') batchWritten(state, child, ctx)
      else written(state, child, call, ctx)
    },
    params: (state, ctx) => state.adopt(ctx.params),
    links: (state, ctx) => void (state.origin = ctx.links('origin')[0] ?? null),
    control: { flush: (state) => state.store.flush() },
  },
  timers: {
    flush(state, _argument, ctx) {
      flushDirty(state, ctx)
      ctx.timer('flush', ms(ctx.params.flushMs))
    },
    measure(state, _argument, ctx) {
      measure(state, ctx)
      ctx.timer('measure', MEASURED_EVERY)
    },
  },
  inspect: ({ store, loads, dirty }, { now }) => ({
    view: 'cache',
    store: store.inspect(now),
    loads: loads.inspect(),
    dirty: dirty.inspect(now),
  }),
  calibration: {
    models:
      'A single-threaded in-memory cache with a real eviction policy, a timing wheel for expiry, leases against late fills, request coalescing, and a volatile queue of writes to be written behind in batches. Hits and misses come from the keys that are asked for.',
    constants: [
      {
        name: 'opMicros',
        value: '50 µs',
        source: 'order of magnitude of one command of an in-memory store with its system calls on one core',
      },
      {
        name: 'entry overhead',
        value: '100 bytes',
        source: 'key, links, expiry and allocator of such stores',
      },
    ],
    leavesOut:
      'Replication, persistence, compression, slab classes: an entry takes its size and the overhead. A batch that is sent again after a timeout may overtake a later one.',
  },
})

function answerSet(state: CacheState, call: Call, ctx: CacheContext): void {
  ctx.reply(call, fill(state, call.key, call.body as CacheFill, call.sizeBytes, ctx))
}

function answerDelete(state: CacheState, call: Call, ctx: CacheContext): void {
  state.dirty.drop(call.key) // whoever deletes has written something newer
  overtakeLoad(state, call.key, ctx)
  const there = state.store.invalidate(call.key, ctx.clock)
  if (there) ctx.count('invalidations')
  ctx.reply(call, there)
}

function measure({ store, dirty, loads }: CacheState, ctx: CacheContext): void {
  store.expire(ctx.clock)
  const { evictions, expirations, leftUnused } = store.drainDepartures()
  ctx.count('evictions', evictions)
  ctx.count('expirations', expirations)
  ctx.count('leftUnused', leftUnused)
  const bytes = store.bytes + dirty.size * DIRTY_BYTES
  ctx.gauge('entries', store.size)
  ctx.gauge('memory', bytes / (ctx.params.memoryMb * 1e6))
  ctx.gauge('dirty', dirty.size)
  ctx.gauge('dirtyAge', dirty.oldestNanos(ctx.clock))
  ctx.gauge('loadsOfOneKey', loads.drainMost())
}
