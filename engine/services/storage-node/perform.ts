import { dotOf, latestOf } from '../../algorithms/clock/sibling-set.ts'
import type {
  StoreAnswer,
  StoreNotice,
  StoreOutgoing,
  StoreOutput,
} from '../../algorithms/replication/dynamo/store-outbox.ts'
import { us } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import { syncSoon } from './disk.ts'
import type { StoreReading, VersionAcknowledged, VersionMade, VersionsRead } from './protocol.ts'
import type { StorageContext, StorageState } from './storage-state.ts'

/** Blocks have been read: what waited for them may go. */
export interface BlocksRead {
  readonly type: 'blocks-read'
  readonly send: readonly StoreOutgoing[]
}

/** Does what the machine asks for: answers clients, reads blocks, then sends. */
export function perform(state: StorageState, output: StoreOutput, ctx: StorageContext): void {
  for (const notice of output.notices) tell(notice, ctx)
  for (const answer of output.answers) answerClient(state, answer, ctx)
  const { send, blocks } = output
  if (send.length === 0) return
  if (blocks === 0) return emit(state, send, ctx)
  const payload: BlocksRead = { type: 'blocks-read', send }
  ctx.job(us(ctx.params.blockReadMicros * blocks), 'disk', payload)
}

/** Sends what may be sent; the rest waits for the log. */
export function emit(state: StorageState, send: readonly StoreOutgoing[], ctx: StorageContext): void {
  const waits = ctx.params.sync === 'before-answer'
  let isWaiting = false
  for (const outgoing of send) {
    if (outgoing.durable && waits) {
      state.unsynced.push(outgoing)
      isWaiting = true
    } else dispatch(state, outgoing, ctx)
  }
  if (isWaiting) syncSoon(state, ctx)
}

export function dispatch(
  state: StorageState,
  { to, message, sizeBytes }: StoreOutgoing,
  ctx: StorageContext,
): void {
  if (to === state.place.self) return perform(state, state.node.receive(ctx.monotonic, to, message), ctx)
  const link = state.place.linkTo[to]
  if (link) ctx.send(link, message, sizeBytes)
}

function answerClient(state: StorageState, answer: StoreAnswer, ctx: StorageContext): void {
  const call = state.pending.get(answer.requestId)
  if (call === undefined) return
  state.pending.delete(answer.requestId)
  if (answer.type === 'put' && answer.result.ok && ctx.wants('version-acknowledged')) {
    const { version } = answer.result
    const { value, stamp } = version
    const fact: VersionAcknowledged = { key: call.key, dot: dotOf(version), value, stamp, atNanos: ctx.now }
    ctx.fact('version-acknowledged', fact)
  }
  // Nobody waits any more for a call that was cancelled.
  if (!call.owing || call.id !== answer.requestId) return
  if (answer.type === 'get') return answerRead(call, answer, ctx)
  if (answer.type === 'put' && answer.result.ok) {
    ctx.count('writes')
    ctx.observe('commitTime', ctx.now - call.arrivedAt)
    return ctx.reply(call)
  }
  ctx.count('refused')
  const failure =
    answer.type === 'get-failed' ? answer.failure : (answer.result as { failure: string }).failure
  ctx.fail(call, failure === 'unreachable' ? 'replicas-unreachable' : 'no-quorum')
}

function answerRead(call: Call, { set }: Extract<StoreAnswer, { type: 'get' }>, ctx: StorageContext): void {
  const dots = set.versions.map(dotOf)
  if (ctx.wants('versions-read')) {
    const latest = ctx.params.conflicts === 'latest' ? (latestOf(set.versions)?.stamp ?? null) : null
    const fact: VersionsRead = { key: call.key, dots, sinceNanos: call.arrivedAt, latest }
    ctx.fact('versions-read', fact)
  }
  const reading: StoreReading = { siblings: set.versions, seen: { vector: set.context, dots } }
  ctx.count('reads')
  ctx.reply(call, reading)
}

function tell(notice: StoreNotice, ctx: StorageContext): void {
  if (notice.type === 'moved')
    return ctx.mark(notice.into ? 'owns its shares of the ring' : 'has left the ring')
  if (!ctx.wants('version-made')) return
  const { key, version, dots } = notice
  const fact: VersionMade = { key, dot: dotOf(version), seen: dots, atNanos: ctx.now }
  ctx.fact('version-made', fact)
}
