import type { Failure } from '../../schema/failures.ts'
import type { Call, Link } from '../define-service.ts'
import type { CacheContext, CacheState } from './cache-state.ts'
import { originFailure, overtakeLoad } from './read-through.ts'

/** Writes to the origin, then to the cache, then answers. Writes of one key go one after the other. */
export function writeThrough(state: CacheState, call: Call, ctx: CacheContext): void {
  if (state.origin === null) return ctx.fail(call, 'origin-down')
  const waiting = state.writing.get(call.key)
  if (waiting !== undefined) return void waiting.push({ call, id: call.id })
  state.writing.set(call.key, [])
  send(state.origin, state, call, ctx)
}

/** The origin has answered a write. */
export function written(state: CacheState, child: Call, call: Call | null, ctx: CacheContext): void {
  const { key, ok, body, sizeBytes, value } = child
  if (ok) {
    state.dirty.drop(key) // older than what the origin holds now
    store(state, key, body, sizeBytes, ctx.now - child.sentAt, ctx)
  } else {
    state.store.invalidate(key, ctx.clock) // it may have happened
    overtakeLoad(state, key, ctx)
  }
  if (call !== null && ok) ctx.reply(call, value)
  else if (call !== null) ctx.fail(call, originFailure(child.failure as Failure))
  nextWrite(state, key, ctx)
}

/** Acknowledges a write that the origin has not seen yet. With too many of those it is taken through. */
export function writeBehind(state: CacheState, call: Call, ctx: CacheContext): void {
  const { key, body, sizeBytes } = call
  if (state.origin === null) return ctx.fail(call, 'origin-down')
  if (state.dirty.size >= ctx.params.dirtyMax && state.dirty.get(key) === undefined)
    return writeThrough(state, call, ctx)
  if (state.dirty.put(key, body, ctx.clock)) ctx.count('merged')
  store(state, key, body, sizeBytes, 0, ctx)
  ctx.reply(call)
}

/** Sends the oldest dirty writes to the origin as one statement, unless some are on their way. */
export function flushDirty(state: CacheState, ctx: CacheContext): void {
  if (state.batch !== null || state.dirty.size === 0 || state.origin === null) return
  const batch = state.dirty.next(ctx.params.batchRows, (key) => !state.writing.has(key))
  if (batch.length === 0) return
  for (const { key } of batch) state.writing.set(key, [])
  state.batch = batch
  const rows = batch.map(({ key, value }) => ({ key, value }))
  ctx.issue(state.origin, { op: 'write-batch', body: rows }, null, state.originOptions)
}

/** The origin has answered a batch; what it did not take stays dirty. */
export function batchWritten(state: CacheState, child: Call, ctx: CacheContext): void {
  const batch = state.batch!
  state.batch = null
  if (child.ok) {
    state.dirty.done(batch)
    ctx.count('flushed', batch.length)
  }
  for (const { key } of batch) nextWrite(state, key, ctx)
}

/** Puts a write's value into the cache: loads and leases from before it count no more. */
function store(
  state: CacheState,
  key: number,
  value: unknown,
  sizeBytes: number,
  recomputeNanos: number,
  ctx: CacheContext,
): void {
  if (ctx.params.leases) {
    state.store.endLease(key)
    overtakeLoad(state, key, ctx)
  }
  state.store.put(key, { value, recomputeNanos }, sizeBytes, state.ttlNanos, ctx.clock)
}

/** The next write of the key that waits for its turn begins. */
function nextWrite(state: CacheState, key: number, ctx: CacheContext): void {
  const waiting = state.writing.get(key) ?? []
  let next = waiting.shift()
  while (next !== undefined && (next.call.id !== next.id || !next.call.owing)) next = waiting.shift()
  if (next === undefined) state.writing.delete(key)
  else send(state.origin!, state, next.call, ctx)
}

function send(origin: Link, { originOptions }: CacheState, call: Call, ctx: CacheContext): void {
  const { key, body, client, sizeBytes } = call
  ctx.issue(origin, { op: 'write', key, body, client, sizeBytes }, call, originOptions)
}
