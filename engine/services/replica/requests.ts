import type { Call } from '../define-service.ts'
import { factOf, tellShown } from './facts.ts'
import { perform } from './perform.ts'
import type { PendingRequest, ReplicaContext, ReplicaState } from './replica-state.ts'

/** A request's turn has come: hands it to the machine. */
export function ask(state: ReplicaState, call: Call, ctx: ReplicaContext): void {
  if (!state.hosted.ready) return ctx.fail(call, 'unavailable')
  if (call.op === 'write') return write(state, call, ctx)
  state.pending.set(call.id, { call, value: null, previous: null })
  const query = state.hosted.query(call.key, ctx.params)
  perform(state, state.hosted.replica.read(ctx.clock, call.id, query), ctx)
}

function write(state: ReplicaState, call: Call, ctx: ReplicaContext): void {
  const { hosted } = state
  const value = `u${call.client}#${String(call.body)}`
  const previous = ctx.wants('write-proposed') ? hosted.shown(ctx.clock, call.key) : null
  const request: PendingRequest = { call, value, previous }
  state.pending.set(call.id, request)
  if (ctx.wants('write-proposed')) ctx.fact('write-proposed', factOf(state, request, value, ctx))
  const output = hosted.replica.propose(ctx.clock, call.id, hosted.operation(call.key, value))
  tellShown(state, { key: call.key, value }, ctx)
  perform(state, output, ctx)
}
