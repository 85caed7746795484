import { CountTable } from '../../algorithms/sketch/count-table.ts'
import { exponential } from '../../lib/distribution/exponential.ts'
import type { RandomStream } from '../../lib/random.ts'
import { SECOND, s, wholeNanos } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import type { Timer } from '../../kernel/timer.ts'
import { defineService, type Context, type Link } from '../define-service.ts'
import type { Batch, Progress } from '../stream-mapper/protocol.ts'
import { ItemMix } from './item-mix.ts'
import { EVENT_STREAM_PARAMS } from './params.ts'
import { PartitionLog } from './partition-log.ts'

/** Exact counts are kept for so many panes, for those who check. */
const PANES_CHECKED = 32
/** Room for the different items of a pane, so that tables seldom grow. */
const CELLS = 16_384

const METRICS = {
  events: counter('Events', 'events'),
  resent: counter('Sent again', 'events'),
  kept: gauge('Kept until safe', 'batches'),
} as const

/** What is on the stream's disk: its log, one part a mapper, and beside it the exact counts that checkers read. */
interface Log {
  /** By the index of the mapper's node: one that is removed and comes back is another one. */
  readonly partitions: Map<number, PartitionLog>
  /** By pane. Nobody but checkers looks at it. */
  readonly truth: Map<number, CountTable>
  pane: number
  turn: number
}
interface State {
  readonly log: Log
  /** One a mapper, in their order. */
  readonly partitions: readonly PartitionLog[]
  readonly mappers: readonly Link[]
  readonly mix: ItemMix
  readonly random: RandomStream
  arrival: Timer | null
  paneEnd: Timer | null
}
type StreamContext = Context<typeof EVENT_STREAM_PARAMS, typeof METRICS, 'mappers', never>

/** A log of events by region: what happened, in order, kept until whoever counts it says that it is safe. */
export const service = defineService({
  kind: 'event-stream',
  title: 'Event stream',
  summary:
    'Events of several regions, as a partitioned log: each partition goes to one mapper and is kept until that is safe.',
  group: 'clients',
  icon: 'radio-tower',
  understands: [],
  ports: { mappers: { title: 'sends events to', edges: 'many', tells: 'events' } },
  params: EVENT_STREAM_PARAMS,
  metrics: METRICS,
  headline: { events: 'Events', kept: 'Kept' },
  stations: {},
  durable: (): Log => ({
    partitions: new Map(),
    truth: new Map([[0, new CountTable(CELLS)]]),
    pane: 0,
    turn: 0,
  }),
  start: ({ links, params, random }, log): State => ({
    log,
    partitions: partitionsOf(log, links('mappers')),
    mappers: links('mappers'),
    mix: new ItemMix(params),
    random: random('items'),
    arrival: null,
    paneEnd: null,
  }),
  begin(state, ctx) {
    state.paneEnd = ctx.timer('paneEnd', s(ctx.params.paneSeconds))
    setArrival(state, ctx)
  },
  on: {
    params(state, ctx) {
      state.mix.configure(ctx.params)
      if (state.arrival?.pending !== true) setArrival(state, ctx)
    },
    message(state, payload, link, _from, ctx) {
      const { type, next } = payload as Progress
      const partition = state.partitions[state.mappers.indexOf(link)]
      if (partition === undefined) return // the edge has been taken away
      if (type === 'ack') partition.release(next)
      else sendAgain(partition, link, next, ctx)
      ctx.gauge('kept', keptIn(state))
    },
  },
  timers: {
    arrive(state, _argument, ctx) {
      emit(state, ctx)
      setArrival(state, ctx)
    },
    paneEnd(state, _argument, ctx) {
      closePane(state, ctx)
      state.paneEnd!.again(s(ctx.params.paneSeconds))
    },
  },
  inspect: ({ log, mappers, partitions }) => ({
    view: 'event-stream',
    pane: log.pane,
    differentItemsInPane: log.truth.get(log.pane)!.size,
    partitions: partitions.map(({ end, kept }, i) => ({
      mapper: mappers[i].to.id,
      batches: end,
      keptUntilSafe: kept,
    })),
  }),
  calibration: {
    models:
      'A partitioned log, one partition a region: batches are numbered, kept until the mapper acknowledges them, and sent again from where it asks. What an event is about is drawn event by event: from what everybody likes (Zipf), what one region likes, what is second everywhere, and what comes once.',
    constants: [{ name: 'items everybody likes', value: 'Zipf 1.1 over 20,000', source: 'assumed' }],
    leavesOut:
      'Events that come late or out of order within a region; the log’s own replicas (see the message broker).',
  },
})

/** The parts of the log for the mappers that are connected now; those of others stay as they are, should they come back. */
function partitionsOf({ partitions }: Log, mappers: readonly Link[]): PartitionLog[] {
  return mappers.map(({ to }) => {
    const partition = partitions.get(to.index) ?? new PartitionLog()
    partitions.set(to.index, partition)
    return partition
  })
}

function setArrival(state: State, ctx: StreamContext): void {
  const perSecond = (ctx.params.ratePerSecond * ctx.params.spikeFactor) / ctx.params.batchEvents
  if (perSecond <= 0) return
  const wait = wholeNanos((exponential(state.random) * SECOND) / perSecond)
  if (state.arrival === null) state.arrival = ctx.timer('arrive', wait)
  else state.arrival.again(wait)
}

/** The next region's events of a moment, into the log and on their way. */
function emit(state: State, ctx: StreamContext): void {
  const { log, mix, random, mappers } = state
  const region = (log.turn = (log.turn + 1) % mappers.length)
  const truth = log.truth.get(log.pane)!
  const items: number[] = []
  for (let i = ctx.params.batchEvents; i > 0; i--) {
    const item = mix.next(region, random)
    items.push(item)
    truth.add(item, 1)
  }
  ctx.count('events', items.length)
  append(state, region, items, false, ctx)
}

function closePane(state: State, ctx: StreamContext): void {
  const { log, mappers } = state
  for (let region = 0; region < mappers.length; region++) append(state, region, [], true, ctx)
  log.pane++
  const oldest = log.truth.get(log.pane - PANES_CHECKED)
  log.truth.delete(log.pane - PANES_CHECKED)
  oldest?.clear()
  log.truth.set(log.pane, oldest ?? new CountTable(CELLS))
  ctx.gauge('kept', keptIn(state))
}

function append(
  { log, mappers, partitions }: State,
  region: number,
  items: number[],
  closes: boolean,
  ctx: StreamContext,
): void {
  const partition = partitions[region]
  const sequence = partition.end
  const batch: Batch = { type: 'batch', sequence, atNanos: ctx.now, pane: log.pane, closes, items }
  partition.append(batch)
  send(batch, mappers[region], ctx)
}

function sendAgain(partition: PartitionLog, link: Link, next: number, ctx: StreamContext): void {
  for (let sequence = Math.max(next, partition.first); sequence < partition.end; sequence++) {
    const batch = partition.at(sequence)
    ctx.count('resent', batch.items.length)
    send(batch, link, ctx)
  }
}

/** Four bytes an item and a header. */
const send = (batch: Batch, link: Link, ctx: StreamContext): void =>
  ctx.send(link, batch, 32 + batch.items.length * 4)

const keptIn = ({ partitions }: State): number => partitions.reduce((sum, { kept }) => sum + kept, 0)
