import type { Timer } from '../../kernel/timer.ts'
import type { Process } from '../../kernel/process.ts'
import { ms, us, type Nanos } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { defineService, type Context, type Link, type Steps } from '../define-service.ts'
import { namedTop } from './item-name.ts'
import { PaneCount } from './pane-count.ts'
import { STREAM_MAPPER_PARAMS } from './params.ts'
import type { Batch, Progress, Stored, Summary } from './protocol.ts'

/** A gap is asked about again after this, and a summary that is not stored is sent again. */
const PATIENCE = ms(300)
const TOP_SHOWN = 10

const METRICS = {
  counted: counter('Counted', 'events'),
  again: counter('Counted again after a crash', 'events'),
  skipped: counter('Lost in a crash', 'batches'),
  memory: gauge('Memory of the sketch', 'bytes'),
  lag: gauge('Behind the stream', 'ns'),
} as const

/** What a crash leaves: up to where everything is in a stored or shipped summary, and summaries that the reducer has not confirmed. */
interface Disk {
  next: number
  nextPane: number
  /** The first batch that was never counted before. */
  unseen: number
  readonly unconfirmed: Map<number, Summary>
}
interface State {
  readonly disk: Disk
  readonly reducer: Link
  readonly nodeId: string
  /** Where batches come from; known once one has come. */
  stream: Link | null
  pane: PaneCount
  /** The number of the batch that comes next; -1: whichever comes. */
  expected: number
  waiting: Batch[]
  worker: Process | null
  idle: boolean
  askedAt: Nanos
  retry: Timer | null
}
type MapperContext = Context<typeof STREAM_MAPPER_PARAMS, typeof METRICS, 'reducer', 'processor'>

/** Counts one partition of a stream, pane by pane, and ships what it has counted. */
export const service = defineService({
  kind: 'stream-mapper',
  title: 'Stream mapper',
  summary:
    'Counts the events of one partition in a sketch, and ships the sketch, or a list, at the end of each pane.',
  group: 'compute',
  icon: 'grid-3x3',
  understands: [],
  hears: ['events'],
  ports: { reducer: { title: 'ships to', edges: 'one', tells: 'summaries' } },
  params: STREAM_MAPPER_PARAMS,
  metrics: METRICS,
  headline: { counted: 'Counts', memory: 'Memory', lag: 'Behind' },
  stations: { processor: { title: 'Processor', servers: 1 } },
  durable: (): Disk => ({ next: 0, nextPane: 0, unseen: 0, unconfirmed: new Map() }),
  start: ({ params, links, random, nodeId }, disk): State => ({
    disk,
    nodeId,
    reducer: links('reducer')[0],
    stream: null,
    pane: new PaneCount(params, random('sketch')),
    expected: params.recovery === 'replay' ? disk.next : -1,
    waiting: [],
    worker: null,
    idle: false,
    askedAt: -Infinity,
    retry: null,
  }),
  begin(state, ctx) {
    state.worker = ctx.spawn(work(state, ctx))
    state.retry = ctx.timer('retry', PATIENCE)
    for (const summary of state.disk.unconfirmed.values()) ship(state, summary, ctx)
  },
  on: {
    message(state, payload, link, _from, ctx) {
      const message = payload as Batch | Stored
      if (message.type === 'stored') state.disk.unconfirmed.delete(message.pane)
      else take(state, message, link, ctx)
    },
  },
  timers: {
    retry(state, _argument, ctx) {
      for (const summary of state.disk.unconfirmed.values()) {
        if (ctx.now - summary.closedAt > PATIENCE) ship(state, summary, ctx)
      }
      state.retry!.again(PATIENCE)
    },
  },
  inspect: ({ pane, waiting, disk, expected }) => ({
    view: 'sketch-matrix',
    events: pane.sketch.total,
    memoryBytes: pane.memoryBytes,
    differentItemsAbout: Math.round(pane.distinct.estimate()),
    batchesWaiting: waiting.length,
    nextBatch: expected,
    safeUpTo: disk.next,
    ...pane.sketch.inspect(),
    top: namedTop(pane.sketch.top(TOP_SHOWN), TOP_SHOWN),
  }),
  calibration: {
    models:
      'The sketches themselves, event by event. A pane’s sketch is in memory only; when the pane closes it is written to disk and shipped until the reducer has stored it, and only then is the stream told that those events are safe. After a crash the open pane is read again.',
    constants: [
      { name: 'eventMicros', value: '40 µs', source: 'a µs a real event: parsing and counting' },
      {
        name: 'all mappers hash alike',
        value: 'one seed',
        source: 'sketches with other hashes cannot be merged',
      },
    ],
    leavesOut: 'Garbage collection, and moving a partition to another mapper when one does not come back.',
  },
})

function take(state: State, batch: Batch, link: Link, ctx: MapperContext): void {
  state.stream = link
  if (state.expected === -1) {
    // It goes on with whatever comes, as if nothing had been missed.
    ctx.count('skipped', Math.max(0, batch.sequence - state.disk.next))
    state.expected = batch.sequence
  }
  if (batch.sequence > state.expected) {
    if (ctx.now - state.askedAt <= PATIENCE) return
    state.askedAt = ctx.now
    return tell(link, 'resend', state.expected, ctx)
  }
  if (batch.sequence < state.expected) return
  state.expected++
  state.waiting.push(batch)
  if (!state.idle) return
  state.idle = false
  ctx.wake(state.worker!)
}

const tell = (link: Link, type: Progress['type'], next: number, ctx: MapperContext): void =>
  ctx.send(link, { type, next } satisfies Progress, 32)

/** Counts what has come, in order, as long as it takes. */
function* work(state: State, ctx: MapperContext): Steps {
  for (;;) {
    if (state.waiting.length === 0) {
      state.idle = true
      yield* ctx.suspend()
    }
    const batches = state.waiting
    state.waiting = []
    let events = 0
    for (const batch of batches) events += batch.items.length
    if (events > 0) yield* ctx.work(us(events * ctx.params.eventMicros), 'processor')
    for (const batch of batches) count(state, batch, ctx)
    ctx.count('counted', events)
    ctx.gauge('lag', ctx.now - batches[0].atNanos)
  }
}

function count(state: State, batch: Batch, ctx: MapperContext): void {
  const { disk } = state
  // Panes that nothing came of, because it did not live through them.
  while (disk.nextPane < batch.pane) closePane(state, batch.sequence, ctx)
  if (batch.sequence < disk.unseen) ctx.count('again', batch.items.length)
  else disk.unseen = batch.sequence + 1
  state.pane.count(batch, ctx.now)
  if (batch.closes) closePane(state, batch.sequence + 1, ctx)
}

/** What was counted goes to disk and on its way; everything before `next` is then safe. */
function closePane(state: State, next: number, ctx: MapperContext): void {
  const { disk } = state
  const summary = state.pane.summary(state.nodeId, disk.nextPane, ctx.now)
  ctx.gauge('memory', state.pane.memoryBytes)
  disk.unconfirmed.set(disk.nextPane, summary)
  disk.next = next
  disk.nextPane++
  ship(state, summary, ctx)
  tell(state.stream!, 'ack', next, ctx)
  state.pane = new PaneCount(ctx.params, ctx.random('sketch'))
}

const ship = ({ reducer }: State, summary: Summary, ctx: MapperContext): void =>
  ctx.send(reducer, summary, summary.sizeBytes)
