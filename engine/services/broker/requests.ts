import { us } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import type { BrokerContext, BrokerState } from './broker-state.ts'
import { GROUP_REQUESTS } from './groups.ts'
import { writeNanos } from './params.ts'
import { countOut, isWorthAnswering, readNow } from './parked.ts'
import { produce } from './produce.ts'
import type { ProduceRequest, ReadRequest } from './protocol.ts'
import { TRANSACTION_REQUESTS } from './transactions.ts'

/** A request has come: what writes queues for the disk, all else for a worker. */
export function arrive(_state: BrokerState, call: Call, ctx: BrokerContext): void {
  if (call.op !== 'produce') return ctx.serve(call, us(ctx.params.requestMicros), 'processor')
  let records = 0
  for (const { values } of (call.body as ProduceRequest).batches) records += values.length
  ctx.serve(call, us(ctx.params.requestMicros) + writeNanos(ctx.params, records), 'disk')
}

/** Its turn has come. Until the controller has spoken a broker knows nothing, and lets everybody wait, as Kafka's does while it starts. */
export function serve(state: BrokerState, call: Call, ctx: BrokerContext): void {
  if (state.metadata === null) return void state.early.push({ call, id: call.id })
  if (call.op === 'produce') return produce(state, call, ctx)
  if (call.op === 'fetch') return read(state, call, ctx)
  if (call.op === 'metadata') return ctx.reply(call, state.metadata)
  const steps = GROUP_REQUESTS[call.op] ?? TRANSACTION_REQUESTS[call.op]
  ctx.handle(call, steps(state, call, ctx))
}

/** The controller has spoken: serves those who waited for that and still do. */
export function serveEarly(state: BrokerState, ctx: BrokerContext): void {
  for (const { call, id } of state.early.splice(0)) if (call.owing && call.id === id) serve(state, call, ctx)
}

/** A reader that finds nothing waits for something. */
function read(state: BrokerState, call: Call, ctx: BrokerContext): void {
  const request = call.body as ReadRequest
  if (isWorthAnswering(state, request)) return ctx.reply(call, countOut(readNow(state, request), ctx))
  state.parkedReads.push({ call, id: call.id, request })
  ctx.delay(call, request.waitNanos)
}

/** A reader has waited long enough. */
export function answerLate(state: BrokerState, call: Call, ctx: BrokerContext): void {
  const at = state.parkedReads.findIndex((parked) => parked.call === call && parked.id === call.id)
  if (at >= 0) state.parkedReads.splice(at, 1)
  ctx.reply(call, countOut(readNow(state, call.body as ReadRequest), ctx))
}
