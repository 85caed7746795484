import type { Failure } from '../../schema/failures.ts'
import type { Call } from '../define-service.ts'
import { CACHE_DELETE } from '../cache/protocol.ts'
import type { AppContext, AppState } from './app-state.ts'
import { noteHealth, ownerOf } from './reads.ts'

/** What one server tells the others about a key that is new: their filters must not deny it. */
export const ADD_KEY = 'add-key'

/** No cache node took part in the write. */
const NOBODY = -1

/**
 * Takes a write where the pattern wants it. A new key always goes to the origin first: a server that starts later builds its filter
 * from what the origin holds, and must find it there.
 */
export function write(state: AppState, call: Call, ctx: AppContext): void {
  ctx.count('writes')
  sendWrite(state, call, ctx)
}

/** The origin has answered a write that went to it directly. */
export function writtenAtOrigin(state: AppState, child: Call, call: Call | null, ctx: AppContext): void {
  if (call === null) return
  if (!child.ok) return ctx.fail(call, child.failure as Failure)
  afterCommit(state, call, child.value, NOBODY, ctx)
}

/** A cache node has answered a write that it was to take through, or behind. */
export function writtenAtCache(state: AppState, child: Call, call: Call | null, ctx: AppContext): void {
  noteHealth(state, child, ctx)
  if (call === null) return
  if (child.ok) return afterCommit(state, call, child.value, child.tag, ctx)
  if (child.failure !== 'unavailable') return ctx.relay(call, child)
  ctx.count('rerouted')
  sendWrite(state, call, ctx)
}

/** A cache node was told to forget a key. A node that is down has forgotten everything. */
export function forgotten(state: AppState, child: Call, call: Call | null, ctx: AppContext): void {
  noteHealth(state, child, ctx)
  const forgot = child.ok || child.failure === 'unavailable' || child.failure === 'connection-lost'
  if (!forgot) ctx.count('failedInvalidations')
  if (call === null) return
  // With the origin written and an old copy somewhere, nobody may be told that all is well.
  if (!forgot && state.pattern.forget === 'others') return ctx.fail(call, 'timeout')
  step(call, ctx)
}

/** Another server was told of a new key, or could not be: one that is down will learn it from the origin when it starts. */
export function keyAdded(state: AppState, child: Call, call: Call | null, ctx: AppContext): void {
  const told = child.ok || child.failure === 'unavailable' || child.failure === 'connection-lost'
  if (!told) {
    ctx.issue(child.link!, { op: ADD_KEY, key: child.key }, null, state.cacheOptions)
    if (call !== null) ctx.fail(call, 'timeout')
  } else if (call !== null) step(call, ctx)
}

function sendWrite(state: AppState, call: Call, ctx: AppContext): void {
  const { op, key, body } = call
  const { write: way } = state.pattern
  const at = way === 'origin' || op === 'create' ? NOBODY : ownerOf(state, key, ctx)
  if (at === NOBODY) {
    ctx.issue(state.origin, state.askFor(call, op, body), call, state.originOptions)
  } else {
    const link = state.ring.links[at]
    ctx.issue(link, state.askFor(call, way, body), call, state.throughOptions).tag = at
  }
}

/** The write has happened: whoever must know is told, then the writer is. `stage` counts those who have not confirmed it. */
function afterCommit(state: AppState, call: Call, value: unknown, writer: number, ctx: AppContext): void {
  call.note = value
  call.stage = 0
  if (call.op === 'create') {
    state.known.add(call.key)
    for (const link of state.peers) {
      call.stage++
      ctx.issue(link, { op: ADD_KEY, key: call.key }, call, state.cacheOptions)
    }
  }
  const { forget } = state.pattern
  if (forget === 'owner') tellToForget(state, call, ownerOf(state, call.key, ctx), ctx)
  if (forget === 'others' && ctx.params.tellAllNodes)
    state.ring.links.forEach((_, at) => {
      if (at !== writer) tellToForget(state, call, at, ctx)
    })
  if (call.stage === 0) ctx.reply(call, value)
}

function tellToForget(state: AppState, call: Call, at: number, ctx: AppContext): void {
  if (at < 0) return
  call.stage++
  ctx.issue(state.ring.links[at], { op: CACHE_DELETE, key: call.key }, call, state.cacheOptions).tag = at
}

function step(call: Call, ctx: AppContext): void {
  if (--call.stage === 0) ctx.reply(call, call.note)
}
