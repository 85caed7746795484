import type { LogShippingMessage } from '../../algorithms/replication/log-shipping-messages.ts'
import type { Answer, Notice, Output } from '../../algorithms/replication/replica.ts'
import { ms } from '../../lib/units.ts'
import type { ShardEnvelope } from './protocol.ts'
import type { Batch, ShardContext, ShardState } from './shard-state.ts'

export type Asked = Output<LogShippingMessage>

/** Does what the machine asks for: first what must be durable, then messages and answers. */
export function perform(state: ShardState, output: Asked, ctx: ShardContext): void {
  for (const notice of output.notices) tell(notice, ctx)
  if (output.persistBytes === 0 && !state.flushing) return emit(state, output, ctx)
  state.unflushed.push(output)
  if (!state.flushing) flush(state, ctx)
}

/** Writes to the disk as long as there is something to write; what comes during one write goes into the next together. */
function flush(state: ShardState, ctx: ShardContext): void {
  state.flushing = state.unflushed.length > 0
  if (!state.flushing) return
  ctx.job(ms(ctx.params.fsyncMs), 'disk', state.unflushed)
  state.unflushed = []
}

/** The disk has written what it was given. */
export function written(state: ShardState, group: readonly Asked[], ctx: ShardContext): void {
  for (const output of group) emit(state, output, ctx)
  flush(state, ctx)
}

function emit(state: ShardState, { send, answers }: Asked, ctx: ShardContext): void {
  for (const { to, message, sizeBytes } of send) {
    const envelope: ShardEnvelope = { type: 'replication', message }
    const link = state.linkTo[to]
    if (link) ctx.send(link, envelope, sizeBytes) // else it is out of reach, or a member no more
  }
  for (const answer of answers) settle(state, answer, ctx)
}

/** One proposed write is acknowledged, or is in doubt. */
function settle(state: ShardState, answer: Answer, ctx: ShardContext): void {
  const write = state.pending.get(answer.requestId)
  if (write === undefined) return
  state.pending.delete(answer.requestId)
  const { key, batch } = write
  // What timed out is in the log still, and may yet be acknowledged.
  const gone = answer.ok || answer.reason !== 'timeout'
  if (gone && state.ahead.get(key)?.request === answer.requestId) state.ahead.delete(key)
  // A pause may have come between the decision and the flush: who leads no more tells nobody that all is well.
  if (!answer.ok || !state.serves(ctx.monotonic)) batch.failed = true
  if (--batch.left === 0) answerBatch(batch, ctx)
}

export function answerBatch({ call, callId, failed, value }: Batch, ctx: ShardContext): void {
  if (call.id !== callId || !call.owing) return
  if (failed) ctx.fail(call, 'no-quorum')
  else ctx.reply(call, value)
}

function tell(notice: Notice, ctx: ShardContext): void {
  if (notice.type === 'became-leader') ctx.mark(`leads shard ${ctx.params.shard} in epoch ${notice.epoch}`)
  else if (notice.type === 'stepped-down')
    ctx.mark(`no longer leads shard ${ctx.params.shard} in epoch ${notice.epoch}`)
  else if (notice.type === 'acknowledged-writes-lost')
    ctx.mark(`takes back ${notice.count} acknowledged writes of epoch ${notice.epoch}`)
}
