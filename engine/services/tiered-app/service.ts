import { ms } from '../../lib/units.ts'
import { CACHE_DELETE, CACHE_GET, CACHE_SET } from '../cache/protocol.ts'
import { defineService, type Call } from '../define-service.ts'
import type { ChannelMessage } from '../pub-sub/protocol.ts'
import { SUBSCRIBE_EVERY, askForStamps, hear, stampsTold, subscribe } from './invalidation.ts'
import { TIERED_APP_METRICS } from './metrics.ts'
import { OwedInvalidations } from './owed-invalidations.ts'
import { TIERED_APP_PARAMS } from './params.ts'
import { loaded, noteHealth, read, sharedAnswered } from './reads.ts'
import { TieredState, type TieredContext } from './tiered-state.ts'
import { forgetAgain, forgotten, write, written } from './writes.ts'

const MEASURED_EVERY = ms(100)

type Answered = (state: TieredState, child: Call, call: Call | null, ctx: TieredContext) => void

/** What to make of an answer, by what was asked. */
const ANSWERED: Readonly<Record<string, Answered>> = {
  'read-stamped': (state, child, _call, ctx) => loaded(state, child, ctx),
  stamps: (state, child, _call, ctx) => stampsTold(state, child, ctx),
  write: written,
  create: written,
  [CACHE_GET]: sharedAnswered,
  [CACHE_SET]: (state, child, _call, ctx) => noteHealth(state, child, ctx),
  [CACHE_DELETE]: forgotten,
}

/** A server with a cache in its own memory, a cache that it shares with others, and an origin behind both. */
export const service = defineService({
  kind: 'tiered-app',
  title: 'Application server, two cache levels',
  summary:
    'Looks into its own memory, then into a shared cache, then asks the origin; learns of others’ writes by time, message or stamp.',
  group: 'compute',
  icon: 'layers-2',
  understands: ['reads'],
  ports: {
    origin: {
      title: 'reads and writes',
      edges: 'one',
      asks: ['stamped-reads', 'writes'],
      relays: 'the-rest',
    },
    shared: { title: 'shares a cache', edges: 'any', asks: ['cache-entries'] },
    channel: { title: 'tells of writes', edges: 'optional', tells: 'publications' },
  },
  params: TIERED_APP_PARAMS,
  metrics: TIERED_APP_METRICS,
  headline: { rate: 'Arrivals', localHitRate: 'Own hits', entries: 'Entries' },
  stations: { workers: { title: 'Workers', servers: 'workers', queueLimit: 10_000, dropExpired: true } },
  durable: () => OwedInvalidations.disk(),
  start: (setup, disk): TieredState => new TieredState(setup, disk),
  begin(state, ctx) {
    forgetAgain(state, ctx)
    ctx.timer('measure', MEASURED_EVERY)
    ctx.timer('subscribe', SUBSCRIBE_EVERY)
    ctx.timer('ask', ms(ctx.params.stampPollMs))
    subscribe(state, ctx)
    askForStamps(state, ctx)
  },
  on: {
    request: (state, call, ctx) => ctx.serve(call, state.workNanos, 'workers'),
    served(state, call, ctx) {
      if (call.op === 'read') read(state, call, ctx)
      else if (call.op === 'write' || call.op === 'create') write(state, call, ctx)
      else ctx.forward(state.origin, call, state.originOptions)
    },
    reply(state, child, call, ctx) {
      if (!child.relayed) ANSWERED[child.op](state, child, call, ctx)
    },
    message: (state, payload, _link, _from, ctx) => hear(state, payload as ChannelMessage, ctx),
    params(state, ctx) {
      state.adopt(ctx.params)
      askForStamps(state, ctx)
    },
    control: { flush: (state) => state.local.flush() },
  },
  timers: {
    subscribe(state, _argument, ctx) {
      subscribe(state, ctx)
      ctx.timer('subscribe', SUBSCRIBE_EVERY)
    },
    ask(state, _argument, ctx) {
      askForStamps(state, ctx)
      ctx.timer('ask', ms(ctx.params.stampPollMs))
    },
    measure(state, _argument, ctx) {
      const { local, owed } = state
      local.expire(ctx.monotonic)
      forgetAgain(state, ctx)
      ctx.gauge('owed', owed.late)
      ctx.count('evictions', local.drainDepartures().evictions)
      ctx.gauge('entries', local.size)
      ctx.gauge('memory', local.bytes)
      ctx.timer('measure', MEASURED_EVERY)
    },
  },
  inspect: ({ local, loads, profile, scheme, stamps, shared }, { monotonic: now, params }) => ({
    view: 'tiered-app',
    sources: ['own memory', 'shared cache', 'origin'],
    profile: profile.inspect(now),
    levels: params.levels,
    invalidation: params.invalidation,
    latestStamp: scheme.stamps ? stamps.latest : null,
    sharedLeftOut: shared.inspect().out.length,
    loads: loads.inspect().underWay,
    own: local.inspect(now, 12),
  }),
  calibration: {
    models:
      'An application server with a pool of workers. Its own cache is a real eviction policy with expiry; the shared cache and the origin are asked over the network, fills carry leases and version stamps, readers of one key share a load. Invalidations are messages that may be lost, or stamps that are asked for; that the shared cache is to forget a key is noted on disk before the write, and made up for until it is confirmed.',
    constants: [
      {
        name: 'own memory',
        value: '100 µs with the request’s work',
        source: 'the source document: 50 ns to 0.1 ms; a look-up itself is below a microsecond',
      },
      {
        name: 'version stamps',
        value: '1,024 groups of keys, asked for every 200 ms, trusted for 500 ms',
        source: 'chosen: a table of 8 kB, and a bound below one second',
      },
    ],
    leavesOut:
      'Sticky sessions, serialization, garbage collection caused by a large cache, connection pools. Clock rates are taken to be equal while stamps are trusted.',
  },
})
