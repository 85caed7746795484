import type { WatchMessage } from '../../algorithms/storage/revisions/watch-messages.ts'
import { ms } from '../../lib/units.ts'
import { defineService } from '../define-service.ts'
import { leaveSilent, open, scatter } from './connect.ts'
import { beginAnew, deliver } from './deliver.ts'
import { WATCHER_METRICS } from './metrics.ts'
import { WATCHER_PARAMS } from './params.ts'
import { WatcherState, type WatcherContext } from './watcher-state.ts'

/** How often watchers look whether their server is still heard of. */
const LOOK = ms(100)

/** Everybody is counted at every so many of these looks. */
const MEASURED_EVERY = 4

interface Reconnect {
  readonly watchers: readonly number[]
  readonly link: number
}

/** Programs that watch the flags of a configuration store, by the thousand. */
export const service = defineService({
  kind: 'config-watcher',
  title: 'Watching programs',
  summary: 'Thousands of programs, each of which must see every change of every flag once and in order.',
  group: 'compute',
  icon: 'eye',
  understands: [],
  ports: { servers: { title: 'watches', edges: 'many', tells: 'watches' } },
  params: WATCHER_PARAMS,
  metrics: WATCHER_METRICS,
  headline: { connected: 'Watching', featureOn: 'Feature on', watchDelay: 'Delay p99' },
  stations: {},
  start: (setup) => new WatcherState(setup),
  begin(state, ctx) {
    ctx.timer('arrive', 0, [...state.seen.keys()])
    state.look = ctx.timer('look', LOOK)
  },
  on: {
    message(state, payload, from, _index, ctx) {
      const message = payload as WatchMessage
      const link = state.links.indexOf(from)
      state.heardAt[link] = ctx.now
      if (message.type === 'watch-compacted') beginAnew(state, message, ctx)
      if (message.type !== 'watch-events') return
      const behind = deliver(state, link, message, ctx)
      ctx.count('gaps', behind.length)
      if (behind.length > 0) open(state, behind, link, ctx)
    },
    params(state, ctx) {
      const { watchers } = state
      if (!state.resize(ctx.params.watchers)) return
      ctx.timer('arrive', 0, [...state.seen.keys()].slice(watchers))
    },
  },
  timers: {
    look(state, _argument, ctx) {
      leaveSilent(state, ctx)
      if (state.looks++ % MEASURED_EVERY === 0) measure(state, ctx)
      state.look!.again(LOOK)
    },
    arrive(state, argument, ctx) {
      const watchers = present(state, argument as number[])
      ctx.fact('watch-reset', { watchers, revision: 0 })
      scatter(state, watchers, -1, ctx)
    },
    reconnect(state, argument, ctx) {
      const { watchers, link } = argument as Reconnect
      state.heardAt[link] = ctx.now
      open(state, present(state, watchers), link, ctx)
    },
  },
  inspect: (state) => ({
    view: 'watchers',
    watchers: state.watchers,
    connected: state.connected,
    furthestBehind: state.oldest,
    featureOn: state.featureOn,
    servers: state.links.map(({ to }, link) => ({ server: to.id, watchers: state.members[link].length })),
  }),
  calibration: {
    models:
      'Each watcher keeps the revision up to which it has seen everything, notices gaps, and asks for what it has missed when it comes back. Those at one server share a connection, as behind a proxy; who has missed something gets it by a message of his own.',
    constants: [{ name: 'silenceMs', value: '1 s', source: 'chosen: ten times the servers’ sign of life' }],
    leavesOut:
      'Filters by key, the work of the programs, and connections that are refused because there are too many.',
  },
})

function measure(state: WatcherState, ctx: WatcherContext): void {
  ctx.gauge('connected', state.connected)
  ctx.gauge('oldest', state.oldest)
  ctx.gauge('featureOn', state.featureOn)
}

/** Those of these programs that have not been taken away since. */
const present = (state: WatcherState, watchers: readonly number[]): number[] =>
  watchers.filter((watcher) => watcher < state.watchers)
