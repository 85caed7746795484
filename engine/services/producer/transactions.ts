import { RecordAccumulator, type ProducerIdentity } from '../../algorithms/stream/record-accumulator.ts'
import { ms } from '../../lib/units.ts'
import type { TransactionReply, TransactionRequest } from '../broker/protocol.ts'
import type { Steps } from '../define-service.ts'
import { partitionOf } from './partition-of.ts'
import {
  accumulatorOptions,
  nextNumber,
  type OpenTransaction,
  type ProducerContext,
  type ProducerState,
} from './producer-state.ts'
import { TAG, giveUpLate, send } from './send.ts'
import { tell } from './settle.ts'

/** What checkers learn when a transaction is about to be ended: all that is in it. */
export interface TransactionClosing {
  readonly transaction: number
  readonly ids: readonly number[]
  readonly partitions: readonly number[]
  readonly atNanos: number
}
/** What checkers learn when its outcome is told. */
export interface TransactionTold {
  readonly transaction: number
  readonly committed: boolean
}

/** One transaction after the other, for as long as the producer is in this session. */
export function* runTransactions(state: ProducerState, ctx: ProducerContext): Steps {
  const { session } = state
  while (state.session === session) {
    if (state.identity === null) yield* identify(state, ctx)
    else if (state.later.length === 0 || state.cluster.metadata === null) yield* idle(state, ctx)
    else yield* runTransaction(state, state.identity, ctx)
  }
}

function* runTransaction(state: ProducerState, identity: ProducerIdentity, ctx: ProducerContext): Steps {
  const { session } = state
  const number = nextNumber(state, ctx)
  const open: OpenTransaction = { number, partitions: new Set(), ids: [], tokens: [], failed: null }
  state.open = open
  state.accumulator = new RecordAccumulator(accumulatorOptions(ctx.params))
  // Counted in steps of the program, which knows nothing of the time that it stands still.
  const steps = Math.ceil(ctx.params.transactionMs / ctx.params.lingerMs)
  for (let step = 0; step < steps && open.failed === null && state.session === session; step++) {
    takeUp(state, open, ctx)
    yield* addPartitions(state, open, identity, ctx)
    if (open.failed === null) send(state, ctx, true)
    yield* ctx.sleep(ms(ctx.params.lingerMs))
  }
  while (open.failed === null && state.accumulator.records > 0 && state.session === session) {
    giveUpLate(state, ctx)
    send(state, ctx, true)
    yield* ctx.sleep(ms(ctx.params.lingerMs) / 4)
  }
  if (state.session !== session) return
  yield* close(state, open, identity, ctx)
}

/** Ends it, and tells everybody what became of it. */
function* close(
  state: ProducerState,
  open: OpenTransaction,
  identity: ProducerIdentity,
  ctx: ProducerContext,
): Steps {
  const wantsCommit = open.failed === null && !ctx.random('aborts').chance(ctx.params.abortShare)
  const { number: transaction, ids } = open
  const partitions = [...open.partitions]
  ctx.fact('transaction-closing', { transaction, ids, partitions, atNanos: ctx.now })
  const { session } = state
  const reply = open.failed === 'fenced' ? null : yield* end(state, identity, wantsCommit, ctx)
  if (state.session !== session) return
  const committed = wantsCommit && reply !== null
  state.identity = reply === null ? null : { producerId: reply.producerId, epoch: reply.epoch }
  state.open = null
  state.inFlight.clear()
  state.accumulator = new RecordAccumulator(accumulatorOptions(ctx.params))
  ctx.count(committed ? 'committed' : 'aborted')
  ctx.fact('transaction-told', { transaction, committed })
  for (const token of open.tokens) tell(state, token, committed ? null : 'transaction-aborted', -1, ctx)
}

/** Records that have come since the last step belong to this transaction. */
function takeUp(
  { later, accumulator, cluster }: ProducerState,
  open: OpenTransaction,
  ctx: ProducerContext,
): void {
  for (const { partitionKey, record } of later.splice(0)) {
    const partition = partitionOf(partitionKey, cluster.partitions)
    accumulator.add(ctx.now, partition, record)
    open.ids.push(record.value as number)
    open.tokens.push(record.token)
  }
}

/** The coordinator must know of a partition before anything is written there: it will get a marker. */
function* addPartitions(
  state: ProducerState,
  open: OpenTransaction,
  identity: ProducerIdentity,
  ctx: ProducerContext,
): Steps {
  const partitions = state.accumulator.partitions().filter((partition) => !open.partitions.has(partition))
  if (partitions.length === 0) return
  const reply = yield* insist(state, 'add-partitions', { ...identity, partitions }, ctx)
  if (reply === null) open.failed = 'fenced'
  else for (const partition of partitions) open.partitions.add(partition)
}

function* end(
  state: ProducerState,
  identity: ProducerIdentity,
  commit: boolean,
  ctx: ProducerContext,
): Steps<TransactionReply | null> {
  return yield* insist(state, 'end-transaction', { ...identity, commit }, ctx)
}

function* identify(state: ProducerState, ctx: ProducerContext): Steps {
  const reply = yield* insist(state, 'init-producer', {}, ctx)
  if (reply === null) yield* ctx.sleep(ms(ctx.params.retryMs))
  else state.identity = { producerId: reply.producerId, epoch: reply.epoch }
}

function* idle(state: ProducerState, ctx: ProducerContext): Steps {
  if (state.cluster.metadata === null) state.cluster.refresh(ctx, TAG.metadata)
  yield* ctx.sleep(ms(ctx.params.lingerMs))
}

/** Asks the coordinator, whoever that is by now, until it answers. Null: we are fenced, or the session is over. */
function* insist(
  state: ProducerState,
  op: string,
  more: Partial<TransactionRequest>,
  ctx: ProducerContext,
): Steps<TransactionReply | null> {
  const { session } = state
  while (state.session === session) {
    const link = state.cluster.transactionCoordinator
    if (link !== null) {
      const reply = yield* ctx.call(link, { op, body: requestOf(more, ctx), sizeBytes: 100 }, patience(ctx))
      const answer = reply.ok ? (reply.value as TransactionReply) : null
      if (answer !== null && answer.error === null) return answer
      if (answer?.error === 'fenced' || answer?.error === 'invalid-state') {
        ctx.count('fenced')
        return null
      }
      if (answer?.error !== 'concurrent-transactions') state.cluster.refresh(ctx, TAG.metadata)
    } else state.cluster.refresh(ctx, TAG.metadata)
    yield* ctx.sleep(ms(ctx.params.retryMs / 4))
  }
  return null
}

const patience = (ctx: ProducerContext) => ({ timeoutNanos: ms(ctx.params.requestMs) })

const requestOf = (
  more: Partial<TransactionRequest>,
  { node, params }: ProducerContext,
): TransactionRequest => ({
  transactionalId: node.id,
  producerId: -1,
  epoch: 0,
  timeoutNanos: ms(params.transactionTimeoutMs),
  partitions: [],
  commit: false,
  ...more,
})
