import type { Failure } from '../../schema/failures.ts'
import { CACHE_DELETE } from '../cache/protocol.ts'
import type { Call } from '../define-service.ts'
import { spread } from './invalidation.ts'
import { noteHealth } from './reads.ts'
import type { TieredContext, TieredState } from './tiered-state.ts'

/** Marks an invalidation that makes up for one that failed. */
const AGAIN = 'again'

/** Sends a write to the origin; the caches follow when it has happened. That they must is noted before. */
export function write(state: TieredState, call: Call, ctx: TieredContext): void {
  ctx.count('writes')
  if (state.usesShared) state.owed.note(call.key)
  ctx.issue(state.origin, state.askFor(call, call.op, call.body), call, state.originOptions)
}

/** The origin has answered a write. It may have happened even if the answer was lost or nobody waits: caches forget in any case. */
export function written(state: TieredState, child: Call, call: Call | null, ctx: TieredContext): void {
  const { key, ok, failure, value } = child
  spread(state, key, ctx)
  const forgetting = forgetShared(state, key, ok ? call : null, ctx)
  if (call === null) return
  if (!ok) return ctx.fail(call, failure as Failure)
  call.note = value
  if (!forgetting) ctx.reply(call, value)
}

/** The shared cache was told to forget a key. A node that is down has forgotten everything. */
export function forgotten(state: TieredState, child: Call, call: Call | null, ctx: TieredContext): void {
  noteHealth(state, child, ctx)
  const forgot = child.ok || child.failure === 'unavailable' || child.failure === 'connection-lost'
  if (!forgot) ctx.count('failedInvalidations')
  if (child.body !== AGAIN) state.owed.answered(child.key, forgot)
  // Others may have taken the old copy meanwhile.
  else if (state.owed.madeUp(child.key, forgot)) spread(state, child.key, ctx)
  if (call !== null) ctx.reply(call, call.note)
}

/** Invalidations that have failed, or that an earlier life may not have got through, are made up for; also at a node that is left out. */
export function forgetAgain(state: TieredState, ctx: TieredContext): void {
  if (state.owed.late === 0 || !state.usesShared) return
  for (const key of state.owed.begin()) {
    const at = state.shared.homeOf(key)
    ctx.issue(state.shared.links[at], { op: CACHE_DELETE, key, body: AGAIN }, null, state.sharedOptions).tag =
      at
  }
}

/** True if an answer is to be waited for. */
function forgetShared(state: TieredState, key: number, call: Call | null, ctx: TieredContext): boolean {
  if (!state.usesShared) return false
  const at = state.shared.pick(key, ctx.monotonic)
  if (at < 0) {
    state.owed.answered(key, false)
    return false
  }
  ctx.issue(state.shared.links[at], { op: CACHE_DELETE, key }, call, state.sharedOptions).tag = at
  return true
}
