import type { HeavyHitters } from '../../algorithms/sketch/heavy-hitters.ts'
import { CountingBloomFilter } from '../../algorithms/sketch/counting-bloom-filter.ts'
import { createSketch } from '../../algorithms/sketch/sketches.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { defineService, type Context, type Steps } from '../define-service.ts'
import { namedTop } from '../stream-mapper/item-name.ts'
import { SKETCH_SEED, type Stored, type Summary } from '../stream-mapper/protocol.ts'
import { TOP_K_REDUCER_PARAMS } from './params.ts'
import { PaneStore, type Panes } from './pane-store.ts'
import { mergeTallies, readTally, type Merged } from './window-merge.ts'

const TOP_SHOWN = 20

const METRICS = {
  published: counter('Lists published', 'lists'),
  staleness: gauge('Age of the list', 'ns'),
  distinct: gauge('Different items', 'items'),
  newcomers: gauge('New in the list', 'items'),
  memory: gauge('Memory of the merged sketch', 'bytes'),
  eventAge: gauge('Age of events when counted, p99', 'ns'),
} as const

/** A published list, and what it was made of. */
export interface Published extends Merged {
  readonly firstPane: number
  readonly lastPane: number
  readonly algorithm: string
  readonly k: number
  readonly closedAt: Nanos
  /** What went into it, for people: oldest first. */
  readonly parts: readonly string[]
}

interface Store {
  readonly panes: PaneStore
  latest: Published | null
  /** What was in the lists of the latest windows, so that newcomers can be told. */
  readonly shown: Published[]
  readonly recent: CountingBloomFilter
  forever: { make: string; sketch: HeavyHitters } | null
}
interface State {
  readonly store: Store
  readonly random: RandomStream
  busy: boolean
}
type ReducerContext = Context<typeof TOP_K_REDUCER_PARAMS, typeof METRICS, never, 'processor' | 'readers'>

/** Puts together what mappers have counted, and answers who asks for the top K. */
export const service = defineService({
  kind: 'top-k-reducer',
  title: 'Top-K reducer',
  summary: 'Merges the mappers’ summaries into windows, publishes the top K of each, and answers readers.',
  group: 'data',
  icon: 'list-ordered',
  understands: ['reads'],
  hears: ['summaries'],
  ports: {},
  params: TOP_K_REDUCER_PARAMS,
  metrics: METRICS,
  headline: { staleness: 'List is', distinct: 'Items', newcomers: 'New' },
  stations: {
    processor: { title: 'Merging', servers: 1 },
    readers: { title: 'Readers', servers: 4, queueLimit: 1_000 },
  },
  durable: (): Store => ({
    panes: new PaneStore(),
    latest: null,
    shown: [],
    recent: new CountingBloomFilter({ keys: 2_000, falsePositiveRate: 0.001 }),
    forever: null,
  }),
  start: ({ random }, store): State => ({ store, random: random('sketch'), busy: false }),
  begin: (state, ctx) => mergeNext(state, ctx),
  on: {
    request: (_state, call, ctx) => ctx.serve(call, ms(ctx.params.readMs), 'readers'),
    served({ store }, call, ctx) {
      ctx.reply(call, store.latest?.top ?? [])
    },
    message(state, payload, link, _from, ctx) {
      const summary = payload as Summary
      state.store.panes.keep(summary)
      ctx.send(link, { type: 'stored', pane: summary.pane } satisfies Stored, 32)
      mergeNext(state, ctx)
    },
  },
  inspect: ({ store: { latest, panes } }) => ({
    view: 'sketch-matrix',
    events: latest?.total ?? 0,
    panes: latest === null ? 'none yet' : `${latest.firstPane} to ${latest.lastPane}`,
    panesKept: panes.size,
    waitsForPane: panes.next,
    differentItemsAbout: Math.round(latest?.distinct ?? 0),
    ...latest?.sketch?.inspect(),
    top: namedTop(latest?.top ?? [], TOP_SHOWN),
  }),
  calibration: {
    models:
      'Summaries are stored on disk by pane and mapper, so that one that comes twice counts once; a pane is complete when every mapper’s summary is there, and is then merged once; a window is merged from its panes. What is new in a list is told by a counting Bloom filter of the latest lists.',
    constants: [
      { name: 'mergeMs', value: '0.5 ms', source: '28,000 counters read and added' },
      {
        name: 'recent lists',
        value: '4 bits a counter, 0.1 % false positives',
        source: 'an old acquaintance may be taken for known',
      },
    ],
    leavesOut:
      'Replicas of the reducer, and a deadline after which a window is published without a mapper that is down.',
  },
})

/** Begins to merge when the next pane is complete; one window at a time. */
function mergeNext(state: State, ctx: ReducerContext): void {
  const { store } = state
  if (store.latest !== null) ctx.gauge('staleness', ctx.now - store.latest.closedAt)
  if (state.busy || !isComplete(store.panes, ctx)) return
  state.busy = true
  ctx.spawn(merge(state, ctx))
}

const isComplete = (panes: PaneStore, ctx: ReducerContext): boolean => {
  const mappers = ctx.node.inputs.filter(({ port }) => port === 'reducer').length
  return mappers > 0 && panes.shippedOfNext() >= mappers
}

function* merge(state: State, ctx: ReducerContext): Steps {
  const { panes } = state.store
  const { windowPanes, windows, k } = ctx.params
  const lastPane = panes.next
  const firstPane = lastPane - windowPanes + 1
  const wanted = firstPane >= 0 && (windows !== 'tumbling' || (lastPane + 1) % windowPanes === 0)
  // The mappers' summaries of the pane, then the panes of the window.
  const merges = panes.shippedOfNext() + (wanted ? windowPanes : 0)
  yield* ctx.work(ms(ctx.params.mergeMs * merges), 'processor')
  panes.advance()
  const empty = ({ algorithm, sizes }: Summary) =>
    createSketch(algorithm, { ...sizes, seed: SKETCH_SEED, random: state.random })
  const window = wanted ? panes.between(firstPane, lastPane, empty) : null
  if (window !== null) {
    const merged = mergeAll(state.store, window, () => empty(window.summaries[0]), ctx)
    publish(state, merged, { firstPane, lastPane, k, summaries: window.summaries }, ctx)
  }
  state.busy = false
  mergeNext(state, ctx)
}

function mergeAll(
  store: Store,
  { summaries, wholes }: Panes,
  empty: () => HeavyHitters,
  ctx: ReducerContext,
): Merged {
  const window = mergeTallies(wholes, empty)
  if (ctx.params.windows !== 'forever' || window.sketch === null) {
    store.forever = null
    return readTally(window, ctx.params.k)
  }
  const [{ make }] = summaries
  const known = store.forever?.make === make ? store.forever : null
  store.forever = known ?? { make, sketch: empty() }
  const { sketch } = store.forever
  for (const { sketch: part } of known === null ? wholes : wholes.slice(-1)) sketch.merge(part!)
  return readTally({ ...window, total: sketch.total, sketch }, ctx.params.k)
}

function publish(
  { store }: State,
  merged: Merged,
  {
    summaries,
    ...window
  }: Pick<Published, 'firstPane' | 'lastPane' | 'k'> & { summaries: readonly Summary[] },
  ctx: ReducerContext,
): void {
  const closedAt = Math.max(...summaries.map((summary) => summary.closedAt))
  const parts = summaries
    .slice(-6)
    .map(({ mapper, pane, total }) => `${mapper} counted ${total} events in pane ${pane}`)
  const published: Published = { ...merged, ...window, algorithm: summaries[0].algorithm, closedAt, parts }
  store.latest = published
  ctx.count('published')
  ctx.gauge('staleness', ctx.now - closedAt)
  ctx.gauge('distinct', merged.distinct)
  ctx.gauge('eventAge', ms(merged.ageP99Ms))
  ctx.gauge('memory', merged.sketch?.memoryBytes ?? merged.top.length * 8)
  ctx.gauge('newcomers', noteNewcomers(store, published, ctx.params.windowPanes))
  if (ctx.wants('top-k-published')) ctx.fact('top-k-published', published)
}

/** How many of the list were in none of the latest lists, as far as the filter knows. */
function noteNewcomers({ recent, shown }: Store, published: Published, lists: number): number {
  const known = published.top.slice(0, 100).filter(({ item }) => recent.mayContain(item)).length
  shown.push(published)
  for (const { item } of published.top.slice(0, 100)) recent.add(item)
  while (shown.length > lists) for (const { item } of shown.shift()!.top.slice(0, 100)) recent.remove(item)
  return Math.min(100, published.top.length) - known
}
