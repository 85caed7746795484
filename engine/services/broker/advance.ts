import type { PartitionReplica } from '../../algorithms/stream/partition-replica.ts'
import type { Steps } from '../define-service.ts'
import type { BrokerContext, BrokerState, PendingProduce, Waiter } from './broker-state.ts'
import { answerParkedFetches, answerParkedReads } from './parked.ts'

/** The high watermark of a partition may have moved: whoever waited for that goes on. */
export function advanced(state: BrokerState, replica: PartitionReplica, ctx: BrokerContext): void {
  const { partition, highWatermark } = replica
  if (!replica.leads || state.told[partition] === highWatermark) return
  state.told[partition] = highWatermark
  const waiting = state.waiting[partition] as Waiter[] | undefined
  if (waiting !== undefined) {
    while (waiting.length > 0 && waiting[0].offset <= highWatermark) release(waiting.shift()!, true, ctx)
  }
  answerParkedReads(state, partition, ctx)
}

/** Something was appended: followers that wait for it are answered. */
export function appended(state: BrokerState, replica: PartitionReplica, ctx: BrokerContext): void {
  answerParkedFetches(state, replica.partition, ctx)
  advanced(state, replica, ctx)
}

/** Waits until the partition is replicated up to `offset`; false when this broker leads it no more. */
export function* replicated(
  state: BrokerState,
  replica: PartitionReplica,
  offset: number,
  ctx: BrokerContext,
): Steps<boolean> {
  if (!replica.leads) return false
  if (replica.highWatermark >= offset) return true
  wait(state, replica.partition, { offset, since: ctx.now, produce: null, process: ctx.current })
  return (yield* ctx.suspend()) === true
}

/** Offsets of waiters ascend, but for a duplicate that waits for its original. */
export function wait(state: BrokerState, partition: number, waiter: Waiter): void {
  const waiting = (state.waiting[partition] ??= [])
  let at = waiting.length
  while (at > 0 && waiting[at - 1].offset > waiter.offset) at--
  waiting.splice(at, 0, waiter)
}

/** This broker leads the partition no more: nobody learns from it what became of what he waits for. */
export function dismiss(state: BrokerState, partition: number, ctx: BrokerContext): void {
  const waiting = state.waiting[partition] as Waiter[] | undefined
  state.waiting[partition] = []
  state.told[partition] = -1
  for (const waiter of waiting ?? []) release(waiter, false, ctx)
}

function release({ since, produce, process }: Waiter, isReplicated: boolean, ctx: BrokerContext): void {
  if (process !== null) return ctx.wake(process, isReplicated)
  if (isReplicated) ctx.observe('replication', ctx.now - since)
  settle(produce!, isReplicated, ctx)
}

/** One of its batches has been decided on; after the last the request is answered. */
function settle(produce: PendingProduce, isReplicated: boolean, ctx: BrokerContext): void {
  const { call, id, results } = produce
  if (!call.owing || call.id !== id) return
  if (!isReplicated) return ctx.fail(call, 'not-leader')
  if (--produce.waitsFor === 0) ctx.reply(call, results)
}
