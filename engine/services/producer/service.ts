import { RecordAccumulator, type OutgoingRecord } from '../../algorithms/stream/record-accumulator.ts'
import { ms } from '../../lib/units.ts'
import { defineService, type Call } from '../define-service.ts'
import { PRODUCER_PARAMS } from './params.ts'
import { partitionOf } from './partition-of.ts'
import {
  PRODUCER_METRICS,
  ProducerState,
  accumulatorOptions,
  nextNumber,
  type ProducerContext,
  type ProducerDisk,
} from './producer-state.ts'
import { TAG, askIdentity, giveUpLate, identified, produced, send } from './send.ts'
import { tell } from './settle.ts'
import { runTransactions } from './transactions.ts'

/** Turns what people write into batches, and sees to it that they get into the log. */
export const service = defineService({
  kind: 'producer',
  title: 'Producer',
  summary:
    'Gathers records into batches and writes them to a broker’s log: plain, idempotent or in transactions.',
  group: 'compute',
  icon: 'send',
  understands: ['writes', 'creations', 'deletions'],
  ports: { brokers: { title: 'writes to', edges: 'many', asks: ['log'], direct: true } },
  params: PRODUCER_PARAMS,
  metrics: PRODUCER_METRICS,
  headline: { acknowledged: 'Acked', acknowledgement: 'After', retries: 'Again' },
  stations: {},
  durable: (): ProducerDisk => ({ made: 0 }),
  start: (setup, disk) => new ProducerState(setup, disk),
  begin(state, ctx) {
    begin(state, ctx)
  },
  on: {
    request: (state, call, ctx) => take(state, call, ctx),
    reply(state, answer, _parent, ctx) {
      if (answer.tag === TAG.produce) produced(state, answer, ctx)
      else if (answer.tag === TAG.metadata) state.cluster.learn(answer)
      else identified(state, answer, ctx)
    },
    params(state, ctx) {
      state.accumulator.options = accumulatorOptions(ctx.params)
      const isTransactional = ctx.params.mode === 'transactional'
      const hasIdentity = ctx.params.mode !== 'plain'
      if (state.runsTransactions !== isTransactional || state.hasIdentity !== hasIdentity) restart(state, ctx)
    },
  },
  timers: {
    send(state, _argument, ctx) {
      ctx.gauge('buffered', state.accumulator.records + state.later.length)
      // A transaction sends for itself: nothing may be written to a partition that its coordinator does not know of.
      if (state.runsTransactions) return
      askIdentity(state, ctx)
      giveUpLate(state, ctx)
      send(state, ctx, false)
      if (state.accumulator.records + state.later.length > 0) state.timer!.again(ms(ctx.params.lingerMs))
    },
  },
  inspect: (state) => ({
    view: 'producer',
    producerId: state.identity?.producerId ?? null,
    epoch: state.identity?.epoch ?? null,
    requestsInFlight: state.inFlight.size,
    transaction: state.open === null ? 'none' : `of ${state.open.ids.length} records`,
    batches: state.accumulator.batches().map(({ partition, values, attempts, inFlight, baseSequence }) => ({
      partition,
      records: values.length,
      attempts,
      inFlight,
      sequence: baseSequence,
    })),
  }),
  calibration: {
    models:
      'A buffer of batches a partition, filled while earlier ones are under way; answers that are lost, leaders that have moved, batches sent again in order; producer ids, epochs and sequences; transactions that begin at the coordinator before the first write and end there.',
    constants: [
      { name: 'inFlight', value: '5', source: 'Kafka: max.in.flight.requests.per.connection' },
      {
        name: 'deliveryMs, requestMs',
        value: '5 s, 0.4 s',
        source: 'Kafka’s defaults are 2 min and 30 s; everything that waits is shortened here',
      },
      {
        name: 'transactionTimeoutMs',
        value: '1.5 s',
        source: 'Kafka’s default is 1 min (transaction.timeout.ms)',
      },
    ],
    leavesOut:
      'Compression, the cost of serialising, batches that are split, records without a key. The producer’s node stands for the application that has it built in: when it crashes, what was not acknowledged is lost with it.',
  },
})

function begin(state: ProducerState, ctx: ProducerContext): void {
  state.timer ??= ctx.timer('send', ms(ctx.params.lingerMs))
  state.runsTransactions = ctx.params.mode === 'transactional'
  state.hasIdentity = ctx.params.mode !== 'plain'
  state.cluster.refresh(ctx, TAG.metadata)
  if (state.runsTransactions) ctx.spawn(runTransactions(state, ctx))
}

/** Somebody wants something written. */
function take(state: ProducerState, call: Call, ctx: ProducerContext): void {
  const { accumulator, later, cluster } = state
  if (accumulator.records + later.length >= ctx.params.bufferRecords) return ctx.fail(call, 'queue-full')
  const record: OutgoingRecord = {
    key: call.key,
    value: nextNumber(state, ctx),
    isDelete: call.op === 'delete',
    bytes: call.sizeBytes + RECORD_BYTES,
    token: call.id,
  }
  state.calls.set(call.id, call)
  // Whoever came before goes first.
  const waits = state.runsTransactions || cluster.partitions === 0 || later.length > 0
  if (waits) later.push({ partitionKey: call.key, record })
  else accumulator.add(ctx.now, partitionOf(call.key, cluster.partitions), record)
  if (!state.timer!.pending) state.timer!.again(ms(ctx.params.lingerMs))
}

/** Offset, sequence, time and length of a record in its batch. */
const RECORD_BYTES = 20

/** Another kind of producer from now on: nobody learns from it what became of what is under way. */
function restart(state: ProducerState, ctx: ProducerContext): void {
  state.session++
  state.accumulator = new RecordAccumulator(accumulatorOptions(ctx.params))
  state.later.length = 0
  state.inFlight.clear()
  state.identity = null
  state.open = null
  for (const token of state.calls.keys()) tell(state, token, 'connection-lost', -1, ctx)
  begin(state, ctx)
}
