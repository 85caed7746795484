import type { OutgoingBatch } from '../../algorithms/stream/record-accumulator.ts'
import type { Failure } from '../../schema/failures.ts'
import type { ProduceResult } from '../broker/protocol.ts'
import type { ProducerContext, ProducerState } from './producer-state.ts'

/** What checkers learn when records count as written. */
export interface RecordsAcknowledged {
  readonly partition: number
  /** Where the first stands; -1 when the broker has not said. */
  readonly baseOffset: number
  readonly ids: readonly number[]
  readonly atNanos: number
}

/** The batch is written, as far as this producer's acknowledgements go. A transaction's records are told of at its end. */
export function acknowledge(
  state: ProducerState,
  batch: OutgoingBatch,
  { baseOffset }: ProduceResult,
  ctx: ProducerContext,
): void {
  if (!batch.inFlight) return
  batch.inFlight = false
  state.accumulator.settle(batch)
  ctx.count('acknowledged', batch.values.length)
  ctx.observe('acknowledgement', ctx.now - batch.createdAt)
  if (ctx.wants('records-acknowledged')) {
    const { partition, values } = batch
    const fact: RecordsAcknowledged = { partition, baseOffset, ids: values as number[], atNanos: ctx.now }
    ctx.fact('records-acknowledged', fact)
  }
  if (state.open === null)
    for (const [i, token] of batch.tokens.entries()) tell(state, token, null, offsetOf(baseOffset, i), ctx)
}

/** The batch is given up on: its records may have been written, or not. */
export function refuse(
  state: ProducerState,
  batch: OutgoingBatch,
  failure: Failure,
  ctx: ProducerContext,
): void {
  state.accumulator.settle(batch)
  ctx.count('expired', batch.values.length)
  for (const token of batch.tokens) tell(state, token, failure, -1, ctx)
}

/** Answers whoever brought the record, if he still waits. */
export function tell(
  state: ProducerState,
  token: number,
  failure: Failure | null,
  offset: number,
  ctx: ProducerContext,
): void {
  const call = state.calls.get(token)
  state.calls.delete(token)
  if (call === undefined || !call.owing || call.id !== token) return
  if (failure === null) ctx.reply(call, offset)
  else ctx.fail(call, failure)
}

const offsetOf = (baseOffset: number, index: number): number => (baseOffset < 0 ? -1 : baseOffset + index)
