import { s } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Call, Link } from '../define-service.ts'
import type { OriginLoad } from '../cache/loads.ts'
import { earlyRefreshOf } from '../cache/early-refresh-rule.ts'
import { CACHE_GET, CACHE_SET, type CacheAnswer, type CacheEntry, type CacheFill } from '../cache/protocol.ts'
import type { AppContext, AppState } from './app-state.ts'

/** The fact `filter-answer`: what the filter of absent keys has said about a key that was then found to hold nothing, or denied. */
export interface FilterAnswer {
  key: number
  /** False: it said that the key does not exist. */
  passed: boolean
  /** When the reader wanted it. */
  beganAt: number
  atNanos: number
}

/** No lease: nothing may be stored. */
const NONE = -1
/** The stage of a read that the filter let pass. */
const ASKED_FILTER = 1

/** Answers a read by what is cached, or else by what the origin holds. */
export function read(state: AppState, call: Call, ctx: AppContext): void {
  ctx.count('reads')
  if (state.known.denies(call.key)) {
    ctx.count('denied')
    tellFilterAnswer(call, false, ctx)
    return ctx.reply(call, null)
  }
  call.stage = state.known.ready ? ASKED_FILTER : 0
  askCache(state, call, ctx)
}

/** A cache node has answered a `cache-get`, or has not. */
export function got(state: AppState, child: Call, call: Call | null, ctx: AppContext): void {
  noteHealth(state, child, ctx)
  if (call === null) return
  if (!child.ok) {
    if (child.failure === 'unavailable') return askAgain(state, call, ctx)
    return load(state, call.key, { call, lease: NONE, node: child.tag }, ctx)
  }
  const answer = child.value as CacheAnswer
  if (typeof answer === 'number') return load(state, call.key, { call, lease: answer, node: child.tag }, ctx)
  answerRead(call, answer.value, ctx)
  refreshEarly(state, answer, child, ctx)
}

/** A cache node that reads through has answered, or has not. */
export function readThrough(state: AppState, child: Call, call: Call | null, ctx: AppContext): void {
  noteHealth(state, child, ctx)
  if (call === null) return
  if (child.ok) return answerRead(call, child.value, ctx)
  const gone = child.failure === 'unavailable' || child.failure === 'connection-lost'
  if (gone) return askAgain(state, call, ctx)
  ctx.relay(call, child)
}

/** The origin has answered a load: the cache gets it, and whoever waits. */
export function loaded(state: AppState, child: Call, ctx: AppContext): void {
  const load = state.loads.end(child)
  tellLoad(load, false, ctx)
  const { ok, failure, value } = child
  const recomputeNanos = ctx.now - load.startedAt
  if (ok) {
    ctx.observe('loadTime', recomputeNanos)
    if (load.lease !== NONE) {
      const body: CacheFill = { value, lease: load.lease, recomputeNanos }
      const { key } = load
      const { sizeBytes } = child
      const link = state.ring.links[load.node]
      ctx.issue(link, { op: CACHE_SET, key, body, sizeBytes }, null, state.cacheOptions).tag = load.node
    }
  }
  for (const call of state.loads.waitingFor(load)) {
    if (ok) answerRead(call, value, ctx)
    else ctx.fail(call, failure as Failure)
  }
}

/** Failures that speak of the node itself, and not of what it was asked. */
const ILLNESSES: ReadonlySet<string | null> = new Set(['unavailable', 'connection-lost', 'timeout'])

/** Draws conclusions about a cache node from how it has answered. */
export function noteHealth(state: AppState, child: Call, ctx: AppContext): void {
  const { ring, cacheOptions } = state
  const at = child.tag
  if (child.ok || !ILLNESSES.has(child.failure)) return ring.answered(at)
  if (child.failure === 'timeout') {
    // Whoever asked in the last moment before his own deadline has not waited long enough to judge.
    const waited = ctx.now - child.sentAt >= cacheOptions.timeoutNanos
    if (!waited || !ring.timedOut(at)) return
  }
  if (ring.leaveOut(at, ctx.monotonic + s(ctx.params.leaveOutSeconds)))
    ctx.mark(`${ring.links[at].to.id} is left out: ${child.failure}`)
}

/** The cache node of a key; -1 when none answers. */
export function ownerOf({ ring }: AppState, key: number, ctx: AppContext): number {
  const at = ring.pick(key, ctx.monotonic)
  if (ring.changed) tellRingChange(ring, ctx)
  return at
}

/** The origin answers a read that no cache had a part in. */
export function readOrigin(state: AppState, call: Call, ctx: AppContext): void {
  ctx.count('bypassed')
  ctx.forward(state.origin, call, state.originOptions)
}

function askCache(state: AppState, call: Call, ctx: AppContext): void {
  const at = ownerOf(state, call.key, ctx)
  if (at < 0) return readOrigin(state, call, ctx)
  const op = state.pattern.read
  const options = op === CACHE_GET ? state.cacheOptions : state.throughOptions
  ctx.issue(state.ring.links[at], state.askFor(call, op, null), call, options).tag = at
}

function askAgain(state: AppState, call: Call, ctx: AppContext): void {
  ctx.count('rerouted')
  askCache(state, call, ctx)
}

function answerRead(call: Call, value: unknown, ctx: AppContext): void {
  if (value === null && call.stage === ASKED_FILTER) {
    ctx.count('passedAbsent')
    tellFilterAnswer(call, true, ctx)
  }
  ctx.reply(call, value)
}

function refreshEarly(
  state: AppState,
  entry: CacheEntry,
  { link, tag }: { link: Link | null; tag: number },
  ctx: AppContext,
): void {
  if (state.rule === null || link === null || !state.rule.isDue(ctx.clock, entry, state.random)) return
  if (ctx.wants('early-refresh')) ctx.fact('early-refresh', earlyRefreshOf(entry, ctx.clock))
  load(state, entry.key, { call: null, lease: entry.lease, node: tag }, ctx)
}

interface Wanted {
  /** Null: a refresh in the background. */
  call: Call | null
  lease: number
  node: number
}

function load(state: AppState, key: number, { call, lease, node }: Wanted, ctx: AppContext): void {
  if (!state.loads.ask(key, call)) return call === null ? undefined : ctx.count('joined')
  ctx.count(call === null ? 'refreshes' : 'loads')
  const sizeBytes = call?.sizeBytes ?? 0
  const child = ctx.issue(state.origin, { op: 'read', key, sizeBytes }, call, state.originOptions)
  const load = state.loads.begin(child, { lease, node }, call)
  tellLoad(load, true, ctx)
}

function tellLoad({ id, key }: { id: number; key: number }, begins: boolean, ctx: AppContext): void {
  if (!ctx.wants('origin-load')) return
  const fact: OriginLoad = { key, load: id, begins, life: ctx.node.incarnation, atNanos: ctx.now }
  ctx.fact('origin-load', fact)
}

function tellRingChange(ring: AppState['ring'], ctx: AppContext): void {
  ctx.gauge('cachesOut', ring.out)
  const change = ring.takeChange(ctx.wants('ring-change'))
  if (change !== null) ctx.fact('ring-change', change)
}

function tellFilterAnswer({ key, intendedAt }: Call, passed: boolean, ctx: AppContext): void {
  if (!ctx.wants('filter-answer')) return
  const fact: FilterAnswer = { key, passed, beganAt: intendedAt, atNanos: ctx.now }
  ctx.fact('filter-answer', fact)
}
