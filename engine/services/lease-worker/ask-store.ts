import { ms } from '../../lib/units.ts'
import type { ConfigOutcome, ConfigReading, ConfigRequest } from '../config-store/protocol.ts'
import type { Steps } from '../define-service.ts'
import type { WorkerContext, WorkerState } from './worker-state.ts'

/** Asks servers in turn until one answers; null when none does. `body` may be done more than once. */
export function* askStore(
  state: WorkerState,
  body: ConfigRequest,
  ctx: WorkerContext,
): Steps<ConfigOutcome | null> {
  return (yield* ask(state, body, ctx)) as ConfigOutcome | null
}

/** Reads a key from one server after the other until one answers; null when none does. */
export function* readStore(state: WorkerState, key: string, ctx: WorkerContext): Steps<ConfigReading | null> {
  return (yield* ask(state, { what: 'get', key }, ctx)) as ConfigReading | null
}

function* ask(state: WorkerState, body: ConfigRequest, ctx: WorkerContext): Steps<unknown> {
  const links = ctx.links('servers')
  for (let turn = 0; turn < links.length; turn++) {
    const link = links[state.server % links.length]
    const request = { op: 'config', body, sizeBytes: 100 }
    const reply = yield* ctx.call(link, request, { timeoutNanos: ms(ctx.params.timeoutMs) })
    if (reply.ok) return reply.value
    state.server = (state.server + 1) % links.length
  }
  return null
}
