import { NO_PRODUCER, type DraftBatch } from '../../algorithms/stream/record-batch.ts'
import type { TransactionState, TransactionStep } from '../../algorithms/stream/transaction-coordinator.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Call, Link, Steps } from '../define-service.ts'
import { appended, replicated } from './advance.ts'
import type { BrokerContext, BrokerState, Marking } from './broker-state.ts'
import { writeDown } from './internal-log.ts'
import type { MarkersMessage, TransactionReply, TransactionRequest } from './protocol.ts'

/** Markers that nobody has confirmed are sent again after this. */
const MARK_AGAIN: Nanos = ms(100)
const MARKER_BYTES = 80
const NOT_COORDINATOR: TransactionReply = { error: 'not-coordinator', producerId: NO_PRODUCER, epoch: 0 }
/** Ids of producers are those of the disk that made them, and a count. */
const PRODUCERS_A_DISK = 1_048_576

/** What producers ask for, by the verb. */
export const TRANSACTION_REQUESTS: Readonly<
  Record<string, (state: BrokerState, call: Call, ctx: BrokerContext) => Steps<TransactionReply>>
> = {
  *'init-producer'(state, call, ctx) {
    const { transactionalId, timeoutNanos } = call.body as TransactionRequest
    if (transactionalId === '') return { error: null, producerId: newProducerId(state), epoch: 0 }
    if (state.transactions === null) return NOT_COORDINATOR
    const step = state.transactions.init(ctx.clock, transactionalId, newProducerId(state), timeoutNanos)
    return yield* concluded(state, step, ctx)
  },
  *'add-partitions'(state, call, ctx) {
    const request = call.body as TransactionRequest
    if (state.transactions === null) return NOT_COORDINATOR
    return yield* concluded(state, state.transactions.add(ctx.clock, request, request.partitions), ctx)
  },
  *'end-transaction'(state, call, ctx) {
    const request = call.body as TransactionRequest
    if (state.transactions === null) return NOT_COORDINATOR
    return yield* concluded(state, state.transactions.end(request, request.commit), ctx)
  },
}

/** Aborts what has been open for too long, and sends markers again that nobody has confirmed. */
export function tickTransactions(state: BrokerState, ctx: BrokerContext): void {
  for (const marking of state.marking.values())
    if (ctx.now - marking.sentAt > MARK_AGAIN) sendMarkers(state, marking, ctx)
  for (const transaction of state.transactions?.expire(ctx.clock) ?? [])
    ctx.spawn(concluded(state, { error: null, state: transaction }, ctx) as Steps<never>)
}

/** A step is written down, then answered; what it decided is carried out. */
function* concluded(state: BrokerState, step: TransactionStep, ctx: BrokerContext): Steps<TransactionReply> {
  const { error, state: transaction } = step
  if (error === 'fenced') ctx.count('fenced')
  if (transaction === null) return { error, producerId: NO_PRODUCER, epoch: 0 }
  const { transactionalId, producerId, epoch, phase } = transaction
  if (!(yield* writeDown(state, state.transactionPartition, transactionalId, transaction, ctx)))
    return NOT_COORDINATOR
  if (phase === 'prepare-commit' || phase === 'prepare-abort') {
    ctx.count('transactions')
    finishDecided(state, transaction, ctx)
  }
  return { error, producerId, epoch }
}

/** Sees to it that every partition gets its marker, and notes when all have it. */
export function finishDecided(state: BrokerState, transaction: TransactionState, ctx: BrokerContext): void {
  const before = state.marking.get(transaction.transactionalId)
  if (before === undefined || before.transaction.epoch !== transaction.epoch)
    ctx.spawn(finish(state, transaction, ctx))
}

function* finish(state: BrokerState, transaction: TransactionState, ctx: BrokerContext): Steps {
  const { transactionalId, partitions } = transaction
  const marking: Marking = {
    transaction,
    missing: new Set(partitions),
    process: ctx.current,
    sentAt: ctx.now,
  }
  if (partitions.length > 0) {
    state.marking.set(transactionalId, marking)
    sendMarkers(state, marking, ctx)
    yield* ctx.suspend()
    if (state.marking.get(transactionalId) !== marking) return
    state.marking.delete(transactionalId)
  }
  const completed = state.transactions?.complete(transactionalId) ?? null
  if (completed !== null) yield* writeDown(state, state.transactionPartition, transactionalId, completed, ctx)
}

function sendMarkers(state: BrokerState, marking: Marking, ctx: BrokerContext): void {
  const { transactionalId, producerId, epoch, phase } = marking.transaction
  const missing = [...marking.missing]
  marking.sentAt = ctx.now
  const leaders = new Set(missing.map((partition) => state.metadata!.leaders[partition]))
  for (const leader of leaders) {
    const partitions = missing.filter((partition) => state.metadata!.leaders[partition] === leader)
    const commit = phase === 'prepare-commit'
    const message: MarkersMessage = {
      type: 'markers',
      transactionalId,
      producerId,
      epoch,
      commit,
      partitions,
    }
    const link = state.peers.get(leader)
    if (link !== undefined) ctx.send(link, message, MARKER_BYTES * partitions.length)
    else if (leader === state.self) writeMarkers(state, message, null, ctx)
  }
}

/** A coordinator wants markers written here; each is confirmed once it is replicated. `link` leads back; null: to ourselves. */
export function writeMarkers(
  state: BrokerState,
  message: MarkersMessage,
  link: Link | null,
  ctx: BrokerContext,
): void {
  for (const partition of message.partitions) ctx.spawn(writeMarker(state, message, partition, link, ctx))
}

function* writeMarker(
  state: BrokerState,
  { transactionalId, producerId, epoch, commit }: MarkersMessage,
  partition: number,
  link: Link | null,
  ctx: BrokerContext,
): Steps {
  const replica = state.replicas[partition]
  if (replica === undefined || !replica.leads) return
  if (!replica.disk.producers.hasMarker(producerId, epoch, ctx.params.fencing)) {
    const outcome = replica.append(ctx.clock, markerOf(producerId, epoch, commit), true)
    if (outcome.error !== null) return
    appended(state, replica, ctx)
  }
  if (!(yield* replicated(state, replica, replica.disk.log.endOffset, ctx))) return
  if (link === null) marked(state, transactionalId, epoch, partition, ctx)
  else ctx.send(link, { type: 'marked', transactionalId, epoch, partition }, MARKER_BYTES)
}

/** A partition has its marker. The last one wakes whoever waits for all of them. */
export function marked(
  state: BrokerState,
  transactionalId: string,
  epoch: number,
  partition: number,
  ctx: BrokerContext,
): void {
  const marking = state.marking.get(transactionalId)
  if (marking === undefined || marking.transaction.epoch !== epoch) return
  if (marking.missing.delete(partition) && marking.missing.size === 0) ctx.wake(marking.process)
}

const markerOf = (producerId: number, epoch: number, commit: boolean): DraftBatch => ({
  producerId,
  producerEpoch: epoch,
  baseSequence: -1,
  transactional: true,
  control: commit ? 'commit' : 'abort',
  keys: [],
  values: [],
  deletes: null,
  bytes: MARKER_BYTES,
})

const newProducerId = ({ disk }: BrokerState): number =>
  disk.directory * PRODUCERS_A_DISK + ++disk.producersMade
