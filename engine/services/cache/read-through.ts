import type { Failure } from '../../schema/failures.ts'
import type { Call } from '../define-service.ts'
import type { CacheContext, CacheState } from './cache-state.ts'
import { earlyRefreshOf } from './early-refresh-rule.ts'
import type { OriginLoad } from './loads.ts'
import { READ_AHEAD, type CacheAnswer, type CacheEntry, type CacheFill } from './protocol.ts'

/** Looks a key up for somebody else, who loads it himself if it is not there. */
export function answerGet(state: CacheState, call: Call, ctx: CacheContext): void {
  const entry = lookUp(state, call.key, ctx)
  const answer: CacheAnswer = entry ?? state.store.leaseOf(call.key)
  ctx.reply(call, answer)
}

/** Answers from the cache, or from the origin, whose answer it keeps. */
export function readThrough(state: CacheState, call: Call, ctx: CacheContext): void {
  const entry = lookUp(state, call.key, ctx)
  if (entry === null) return load(state, call.key, call, ctx)
  ctx.reply(call, entry.value)
  const due = state.rule?.isDue(ctx.clock, entry, state.random) ?? false
  if (due && ctx.wants('early-refresh')) ctx.fact('early-refresh', earlyRefreshOf(entry, ctx.clock))
  if (due || (call.op === READ_AHEAD && isAhead(entry, ctx))) load(state, call.key, null, ctx)
}

/** The answer of the origin to a load. */
export function loaded(state: CacheState, child: Call, ctx: CacheContext): void {
  const load = state.loads.end(child)
  tellLoad(load, false, ctx)
  const { ok, failure, value } = child
  if (ok)
    fill(
      state,
      load.key,
      { value, lease: load.lease, recomputeNanos: ctx.now - load.startedAt },
      child.sizeBytes,
      ctx,
    )
  for (const call of state.loads.waitingFor(load)) {
    if (ok) ctx.reply(call, value)
    else ctx.fail(call, originFailure(failure as Failure))
  }
}

/** Stores what the origin has answered, unless somebody has written the key since it was asked. */
export function fill(
  state: CacheState,
  key: number,
  read: CacheFill,
  sizeBytes: number,
  ctx: CacheContext,
): boolean {
  const ttlNanos = read.value === null ? state.negativeTtlNanos : state.ttlNanos
  if (ttlNanos === 0) return false
  const valid = !ctx.params.leases || state.store.leaseOf(key) === read.lease
  const stored = valid && state.store.put(key, read, sizeBytes, ttlNanos, ctx.clock)
  ctx.count(stored ? 'fills' : 'refusedFills')
  return stored
}

/** A write of this key has come through: loads begun before must not answer whoever asks from now on. */
export function overtakeLoad(state: CacheState, key: number, ctx: CacheContext): void {
  const load = state.loads.overtake(key)
  if (load !== null) tellLoad(load, false, ctx)
}

/** Failures of the origin as the cache's callers should see them: the cache itself is well. */
export function originFailure(failure: Failure): Failure {
  if (failure === 'unavailable') return 'origin-down'
  return failure === 'timeout' || failure === 'connection-lost' ? 'origin-lost' : failure
}

function lookUp({ store, dirty }: CacheState, key: number, ctx: CacheContext): CacheEntry | null {
  const entry = store.lookUp(key, ctx.clock)
  if (entry !== null) {
    ctx.count('hits')
    return entry
  }
  const write = dirty.size === 0 ? undefined : dirty.get(key)
  ctx.count(write === undefined ? 'misses' : 'hits')
  return write === undefined ? null : dirtyEntry(key, write.value, ctx)
}

/** A dirty write that was evicted from the cache still is the newest value there is. */
function dirtyEntry(key: number, value: unknown, ctx: CacheContext): CacheEntry {
  const times = { storedAt: ctx.clock, expiresAt: Infinity, recomputeNanos: 0 }
  return { key, value, sizeBytes: 0, lease: -1, stamp: 0, ...times }
}

function isAhead({ storedAt, expiresAt }: CacheEntry, ctx: CacheContext): boolean {
  return ctx.clock - storedAt >= ctx.params.refreshAheadShare * (expiresAt - storedAt)
}

/** Reads a key from the origin for `call`, or, for nobody, in the background. */
function load(state: CacheState, key: number, call: Call | null, ctx: CacheContext): void {
  if (state.origin === null) return call === null ? undefined : ctx.reply(call, null)
  if (!state.loads.ask(key, call)) return call === null ? undefined : ctx.count('joined')
  ctx.count(call === null ? 'refreshes' : 'loads')
  const sizeBytes = call?.sizeBytes ?? 0
  const child = ctx.issue(state.origin, { op: 'read', key, sizeBytes }, call, state.originOptions)
  const load = state.loads.begin(child, { lease: state.store.leaseOf(key), node: 0 }, call)
  tellLoad(load, true, ctx)
}

function tellLoad({ id, key }: { id: number; key: number }, begins: boolean, ctx: CacheContext): void {
  if (!ctx.wants('origin-load')) return
  const fact: OriginLoad = { key, load: id, begins, life: ctx.node.incarnation, atNanos: ctx.now }
  ctx.fact('origin-load', fact)
}
