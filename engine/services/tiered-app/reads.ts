import { s } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import { CACHE_GET, CACHE_SET, type CacheAnswer, type CacheEntry, type CacheFill } from '../cache/protocol.ts'
import type { StampedValue } from '../database/service.ts'
import type { Call } from '../define-service.ts'
import { FROM_LOCAL, FROM_ORIGIN, FROM_SHARED, type TieredContext, type TieredState } from './tiered-state.ts'

/** Nothing of the shared cache may be filled. */
const NO_LEASE = -1
const NOBODY = -1
const TIMES = ['localTime', 'sharedTime', 'originTime'] as const

/** Answers a read from the nearest place that knows. */
export function read(state: TieredState, call: Call, ctx: TieredContext): void {
  ctx.count('reads')
  if (state.usesLocal) {
    const entry = state.local.lookUp(call.key, ctx.monotonic)
    if (entry !== null && isUsable(state, entry, 'its own memory', ctx)) {
      ctx.count('localHits')
      return answer(state, call, entry.value, FROM_LOCAL, ctx)
    }
    ctx.count('localMisses')
  }
  askShared(state, call, ctx)
}

/** The shared cache has answered, or has not. */
export function sharedAnswered(state: TieredState, child: Call, call: Call | null, ctx: TieredContext): void {
  noteHealth(state, child, ctx)
  if (call === null) return
  if (!child.ok) return load(state, call, NO_LEASE, NOBODY, ctx)
  const found = child.value as CacheAnswer
  if (typeof found !== 'number' && isUsable(state, found, 'the shared cache', ctx)) {
    ctx.count('sharedHits')
    state.fill(call.key, found.value, found.stamp, found.sizeBytes, call.stage, ctx.monotonic)
    return answer(state, call, found.value, FROM_SHARED, ctx)
  }
  ctx.count('sharedMisses')
  load(state, call, typeof found === 'number' ? found : found.lease, child.tag, ctx)
}

/** The origin has answered a load: both caches get it, and whoever waits. */
export function loaded(state: TieredState, child: Call, ctx: TieredContext): void {
  const load = state.loads.end(child)
  const { ok, failure, sizeBytes } = child
  const { key } = load
  if (!ok) {
    for (const call of state.loads.waitingFor(load)) ctx.fail(call, failure as Failure)
    return
  }
  const { value, stamp } = child.value as StampedValue
  // The tag is the lease of its own memory.
  state.fill(key, value, stamp, sizeBytes, child.tag, ctx.monotonic)
  if (load.lease !== NO_LEASE) {
    const body: CacheFill = { value, stamp, lease: load.lease, recomputeNanos: ctx.now - load.startedAt }
    const link = state.shared.links[load.node]
    ctx.issue(link, { op: CACHE_SET, key, body, sizeBytes }, null, state.sharedOptions).tag = load.node
  }
  for (const call of state.loads.waitingFor(load)) answer(state, call, value, FROM_ORIGIN, ctx)
}

/** Failures that speak of the node itself, and not of what it was asked. */
const ILLNESSES: ReadonlySet<string | null> = new Set(['unavailable', 'connection-lost', 'timeout'])

/** Draws conclusions about a node of the shared cache from how it has answered. */
export function noteHealth({ shared, sharedOptions }: TieredState, child: Call, ctx: TieredContext): void {
  const at = child.tag
  if (child.ok || !ILLNESSES.has(child.failure)) return shared.answered(at)
  if (child.failure === 'timeout') {
    // Whoever asked in the last moment before his own deadline has not waited long enough to judge.
    const waited = ctx.now - child.sentAt >= sharedOptions.timeoutNanos
    if (!waited || !shared.timedOut(at)) return
  }
  if (shared.leaveOut(at, ctx.monotonic + s(ctx.params.leaveOutSeconds)))
    ctx.mark(`${shared.links[at].to.id} is left out: ${child.failure}`)
}

/** The lease of its own memory is kept in `stage`: what is read now must not be stored after an invalidation. */
function askShared(state: TieredState, call: Call, ctx: TieredContext): void {
  call.stage = state.local.leaseOf(call.key)
  const at = state.usesShared ? state.shared.pick(call.key, ctx.monotonic) : NOBODY
  if (at === NOBODY) return load(state, call, NO_LEASE, NOBODY, ctx)
  const request = state.askFor(call, CACHE_GET, null)
  ctx.issue(state.shared.links[at], request, call, state.sharedOptions).tag = at
}

/** Readers of one key share a load. */
function load(state: TieredState, call: Call, lease: number, node: number, ctx: TieredContext): void {
  const { key, sizeBytes } = call
  if (!state.loads.ask(key, call)) return ctx.count('joined')
  ctx.count('loads')
  const request = { op: 'read-stamped', key, sizeBytes }
  const child = ctx.issue(state.origin, request, call, state.originOptions)
  child.tag = state.local.leaseOf(key)
  state.loads.begin(child, { lease, node }, call)
}

/** Whether what was found may answer: not when its stamp is old; and, wrongly, not when a condition takes it for false. */
function isUsable(state: TieredState, entry: CacheEntry, level: string, ctx: TieredContext): boolean {
  if (!state.isCurrent(entry, ctx.monotonic)) {
    ctx.count('outdated')
    return false
  }
  const used = ctx.params.lookup === 'presence' || Boolean(entry.value)
  if (!used) ctx.count('ignored')
  if (ctx.wants('cached-value')) {
    const { found } = state
    found.key = entry.key
    found.value = entry.value
    found.level = level
    found.used = used
    found.atNanos = ctx.now
    ctx.fact('cached-value', found)
  }
  return used
}

function answer(state: TieredState, call: Call, value: unknown, from: number, ctx: TieredContext): void {
  const tookNanos = ctx.now - call.arrivedAt
  if (value === null && from !== FROM_ORIGIN) ctx.count('absentHits')
  state.profile.record(ctx.now, from, tookNanos)
  ctx.observe(TIMES[from], tookNanos)
  ctx.reply(call, value)
}
