import { ms } from '../../lib/units.ts'
import { defineService, type Call } from '../define-service.ts'
import { CACHE_DELETE, CACHE_GET, CACHE_SET } from '../cache/protocol.ts'
import type { PresentKeys } from '../database/service.ts'
import { AppState, type AppContext } from './app-state.ts'
import { CACHED_APP_METRICS } from './metrics.ts'
import { CACHED_APP_PARAMS } from './params.ts'
import { got, loaded, noteHealth, read, readThrough } from './reads.ts'
import { ADD_KEY, forgotten, keyAdded, write, writtenAtCache, writtenAtOrigin } from './writes.ts'

const MEASURED_EVERY = ms(100)
/** The origin did not say which keys it holds: it is asked again after this. */
const ASK_KEYS_AGAIN = ms(500)

type Answered = (state: AppState, child: Call, call: Call | null, ctx: AppContext) => void

/** What to make of an answer of the origin. */
const FROM_ORIGIN: Readonly<Record<string, Answered>> = {
  read: (state, child, _call, ctx) => loaded(state, child, ctx),
  keys: (state, child, _call, ctx) => keysTold(state, child, ctx),
  write: writtenAtOrigin,
  create: writtenAtOrigin,
}
/** What to make of an answer of a cache node. */
const FROM_CACHE: Readonly<Record<string, Answered>> = {
  [CACHE_GET]: got,
  [CACHE_SET]: (state, child, _call, ctx) => noteHealth(state, child, ctx),
  [CACHE_DELETE]: forgotten,
  read: readThrough,
  'read-ahead': readThrough,
  write: writtenAtCache,
  'write-behind': writtenAtCache,
}

/** A server that puts a cache before what it reads and writes, by any of six patterns. */
export const service = defineService({
  kind: 'cached-app',
  title: 'Application server with cache',
  summary:
    'Reads and writes by a caching pattern; finds the cache node of a key, coalesces loads, keeps absent keys away.',
  group: 'compute',
  icon: 'server-cog',
  understands: ['key-news'],
  ports: {
    origin: { title: 'reads and writes', edges: 'one', asks: ['reads', 'writes'], relays: 'the-rest' },
    caches: { title: 'caches in', edges: 'any', asks: ['cache-entries'] },
    peers: { title: 'tells of new keys', edges: 'any', asks: ['key-news'], guarded: true },
  },
  params: CACHED_APP_PARAMS,
  metrics: CACHED_APP_METRICS,
  headline: { rate: 'Arrivals', loads: 'Loads', loadsOfOneKey: 'Of one key' },
  stations: { workers: { title: 'Workers', servers: 'workers', queueLimit: 10_000, dropExpired: true } },
  start: (setup): AppState => new AppState(setup),
  begin(state, ctx) {
    ctx.gauge('cachesOut', 0)
    ctx.timer('measure', MEASURED_EVERY)
    if (state.known.wanted) askKeys(state, ctx)
  },
  on: {
    request(state, call, ctx) {
      if (call.op !== ADD_KEY) return ctx.serve(call, state.workNanos, 'workers')
      state.known.add(call.key)
      ctx.reply(call)
    },
    served(state, call, ctx) {
      if (call.op === 'read') read(state, call, ctx)
      else if (call.op === 'write' || call.op === 'create') write(state, call, ctx)
      else ctx.forward(state.origin, call, state.originOptions)
    },
    reply(state, child, call, ctx) {
      if (child.relayed) return
      if (child.link === state.origin) FROM_ORIGIN[child.op](state, child, call, ctx)
      else if (child.op === ADD_KEY) keyAdded(state, child, call, ctx)
      else FROM_CACHE[child.op](state, child, call, ctx)
    },
    params(state, ctx) {
      if (state.adopt(ctx.params)) askKeys(state, ctx)
    },
  },
  timers: {
    'ask-keys': (state, _argument, ctx) => askKeys(state, ctx),
    measure(state, _argument, ctx) {
      ctx.gauge('loadsOfOneKey', state.loads.drainMost())
      ctx.timer('measure', MEASURED_EVERY)
    },
  },
  inspect: ({ ring, loads, known, pattern }) => ({
    view: 'cached-app',
    pattern,
    ring: ring.inspect(),
    loads: loads.inspect(),
    filter: known.filter?.inspect() ?? null,
  }),
  calibration: {
    models:
      'An application server with a pool of workers that applies a caching pattern request by request: look-ups, loads, fills under a lease, invalidations and announcements of new keys are requests over the network.',
    constants: [
      {
        name: 'workMicros',
        value: '300 µs',
        source: 'order of magnitude of parsing, checking and rendering a small request',
      },
      { name: 'virtualNodes', value: '150', source: 'the source document' },
    ],
    leavesOut:
      'Sessions, connection pools to the cache; clocks of servers and caches are taken to agree when an entry is refreshed early.',
  },
})

function askKeys(state: AppState, ctx: AppContext): void {
  ctx.issue(state.origin, { op: 'keys' }, null, state.originOptions)
}

function keysTold(state: AppState, child: Call, ctx: AppContext): void {
  if (child.ok) state.known.build(child.value as PresentKeys)
  else if (state.known.wanted) ctx.timer('ask-keys', ASK_KEYS_AGAIN)
}
