import { ms } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import { factOf, tellShown } from './facts.ts'
import { perform } from './perform.ts'
import type { SessionBody } from './protocol.ts'
import type { PendingRequest, ReplicaContext, ReplicaState } from './replica-state.ts'

/** A request's turn has come: hands it to the machine, unless its user has seen more than is shown here. */
export function ask(state: ReplicaState, call: Call, ctx: ReplicaContext): void {
  if (!state.hosted.ready) return ctx.fail(call, 'unavailable')
  const session = sessionOf(call)
  if (session !== null && session.after !== null && !state.hasReached(session.after))
    return void state.behind.push({ call, id: call.id, since: ctx.now })
  if (call.op === 'write') return write(state, call, session, ctx)
  state.pending.set(call.id, { call, value: null, previous: null, session: session !== null })
  const query = state.hosted.query(call.key, ctx.params)
  const output = state.hosted.replica.read(ctx.monotonic, call.id, query)
  tellShown(state, null, ctx)
  perform(state, output, ctx)
}

/** Asks again on behalf of those who had to wait; who has waited too long is told. */
export function askBehind(state: ReplicaState, ctx: ReplicaContext): void {
  if (state.behind.length === 0) return
  const waiting = state.behind
  state.behind = []
  for (const each of waiting) {
    const { call, id, since } = each
    if (!call.owing || call.id !== id) continue
    const { after } = sessionOf(call)!
    if (after !== null && !state.hasReached(after)) {
      if (ctx.now - since < ms(ctx.params.sessionWaitMs)) state.behind.push(each)
      else ctx.fail(call, 'behind-session')
      continue
    }
    ctx.observe('sessionWait', ctx.now - since)
    ask(state, call, ctx)
  }
}

function write(state: ReplicaState, call: Call, session: SessionBody | null, ctx: ReplicaContext): void {
  const { hosted } = state
  const value = `u${call.client}#${String(session === null ? call.body : session.body)}`
  const previous = ctx.wants('write-proposed') ? hosted.shown(ctx.monotonic, call.key) : null
  const request: PendingRequest = { call, value, previous, session: session !== null }
  state.pending.set(call.id, request)
  if (ctx.wants('write-proposed')) ctx.fact('write-proposed', factOf(state, request, value, ctx))
  const output = hosted.replica.propose(ctx.monotonic, call.id, hosted.operation(call.key, value))
  tellShown(state, { key: call.key, value }, ctx)
  perform(state, output, ctx)
}

function sessionOf({ body }: Call): SessionBody | null {
  const session = body as SessionBody | null
  return session !== null && typeof session === 'object' && session.session ? session : null
}
