import { draftOf, type OutgoingBatch } from '../../algorithms/stream/record-accumulator.ts'
import { ms } from '../../lib/units.ts'
import type { ProduceAnswer, ProduceRequest, ProduceResult, TransactionReply } from '../broker/protocol.ts'
import type { Call, Link } from '../define-service.ts'
import { partitionOf } from './partition-of.ts'
import type { ProducerContext, ProducerState } from './producer-state.ts'
import { acknowledge, refuse } from './settle.ts'

/** What a plain reply answers. */
export const TAG = { produce: 1, metadata: 2, identity: 3 } as const
/** Requests under way to one broker at the most. */
const MOST_REQUESTS = 5
const REQUEST_BYTES = 100

/** Sends what may be sent now: one request a broker, with a batch of each of its partitions. */
export function send(state: ProducerState, ctx: ProducerContext, flush: boolean): void {
  const { cluster, accumulator, identity } = state
  if (cluster.metadata === null) return cluster.refresh(ctx, TAG.metadata)
  if (!state.runsTransactions) takeUpLater(state, ctx)
  if (ctx.params.mode !== 'plain' && identity === null) return
  const byLeader = new Map<Link, OutgoingBatch[]>()
  for (const partition of accumulator.partitions()) {
    const leader = cluster.leaderOf(partition)
    if (leader === null) cluster.refresh(ctx, TAG.metadata)
    else if (requestsTo(state, leader.to.index) < MOST_REQUESTS) {
      const batch = accumulator.take(ctx.now, partition, identity, flush)
      if (batch !== null) byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch])
    }
  }
  for (const [link, batches] of byLeader) sendTo(state, link, batches, ctx)
}

/** What came before anybody knew how many partitions there are. */
function takeUpLater({ later, accumulator, cluster }: ProducerState, ctx: ProducerContext): void {
  for (const { partitionKey, record } of later.splice(0))
    accumulator.add(ctx.now, partitionOf(partitionKey, cluster.partitions), record)
}

function requestsTo({ inFlight }: ProducerState, broker: number): number {
  let requests = 0
  for (const each of inFlight.values()) if (each.broker === broker) requests++
  return requests
}

function sendTo(
  state: ProducerState,
  link: Link,
  batches: readonly OutgoingBatch[],
  ctx: ProducerContext,
): void {
  const { acks, mode, requestMs } = ctx.params
  let sizeBytes = REQUEST_BYTES
  for (const batch of batches) {
    sizeBytes += batch.bytes
    if (batch.attempts > 1) ctx.count('retries')
    else ctx.observe('batch', batch.values.length)
  }
  const body: ProduceRequest = {
    acks,
    partitions: batches.map(({ partition }) => partition),
    batches: batches.map((batch) => draftOf(batch, mode === 'transactional')),
  }
  const options = { timeoutNanos: ms(requestMs) }
  const call = ctx.issue(link, { op: 'produce', body, sizeBytes }, null, options)
  call.tag = TAG.produce
  state.inFlight.set(call.id, { batches, broker: link.to.index })
  if (acks === 'none') for (const batch of batches) acknowledge(state, batch, SENT, ctx)
}

const SENT: ProduceResult = { error: null, baseOffset: -1 }

/** A broker has answered, or has not in time. */
export function produced(state: ProducerState, answer: Call, ctx: ProducerContext): void {
  const request = state.inFlight.get(answer.id)
  state.inFlight.delete(answer.id)
  if (request === undefined) return
  const results = answer.ok ? (answer.value as ProduceAnswer) : null
  if (results === null) state.cluster.refresh(ctx, TAG.metadata)
  for (const [i, batch] of request.batches.entries()) {
    const result = results?.[i] ?? null
    if (result !== null && result.error === null) acknowledge(state, batch, result, ctx)
    else if (result?.error === 'fenced') fenced(state, batch, ctx)
    else {
      if (result?.error === 'not-leader') state.cluster.refresh(ctx, TAG.metadata)
      state.accumulator.retry(batch, ctx.now + ms(ctx.params.retryMs))
    }
  }
  if (state.accumulator.draining) resumeOnceDrained(state)
}

/** Somebody with our name writes in a later epoch, or we were given up on. */
function fenced(state: ProducerState, batch: OutgoingBatch, ctx: ProducerContext): void {
  ctx.count('fenced')
  if (state.open !== null) {
    state.open.failed ??= 'fenced'
    return
  }
  refuse(state, batch, 'timeout', ctx)
  startDraining(state)
}

/** Records that have waited too long are given up on. Their numbers leave a gap, so that everything sent must be settled first. */
export function giveUpLate(state: ProducerState, ctx: ProducerContext): void {
  const late = state.accumulator.expired(ctx.now, ms(ctx.params.deliveryMs))
  if (late.length === 0) return
  if (state.open !== null) {
    state.open.failed ??= 'expired'
    return
  }
  for (const batch of late) refuse(state, batch, 'timeout', ctx)
  if (state.identity !== null) startDraining(state)
}

function startDraining(state: ProducerState): void {
  state.accumulator.draining = true
  resumeOnceDrained(state)
}

/** Nothing is left of what was sent under the old numbers: a new identity, new numbers. */
function resumeOnceDrained(state: ProducerState): void {
  const { accumulator } = state
  if (accumulator.batches().some(({ attempts }) => attempts > 0)) return
  accumulator.draining = false
  accumulator.renumber()
  state.identity = null
}

/** An idempotent producer asks any broker who it is. */
export function askIdentity(state: ProducerState, ctx: ProducerContext): void {
  if (state.isAsking || state.identity !== null || ctx.params.mode !== 'idempotent') return
  state.isAsking = true
  const who = {
    transactionalId: '',
    producerId: -1,
    epoch: 0,
    timeoutNanos: 0,
    partitions: [],
    commit: false,
  }
  const options = { timeoutNanos: ms(ctx.params.requestMs) }
  ctx.issue(state.cluster.anyone(), { op: 'init-producer', body: who }, null, options).tag = TAG.identity
}

export function identified(state: ProducerState, answer: Call, ctx: ProducerContext): void {
  state.isAsking = false
  const reply = answer.ok ? (answer.value as TransactionReply) : null
  if (reply === null || reply.error !== null || ctx.params.mode !== 'idempotent') return
  state.identity = { producerId: reply.producerId, epoch: reply.epoch }
  send(state, ctx, false)
}
