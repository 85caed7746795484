import type { Nanos } from '../../lib/units.ts'

/** What every limiter is configured by: `limit` requests a window, and how many may come at once. */
export interface LimiterOptions {
  /** Requests allowed per window in the long run: an integer from 1 to 67,108,864. */
  readonly limit: number
  readonly windowNanos: Nanos
  /** Requests that may come at once; default `limit`. Algorithms that count windows have no such freedom and ignore it. */
  readonly burst?: number
}

/**
 * The answer to one request. A limiter owns ONE decision object and fills it anew on each call, so that a decision
 * costs no allocation: read it at once, or copy it (`{ ...decision }`) to keep it.
 */
export interface Decision {
  allowed: boolean
  /** The quota that `remaining` counts down from, in requests. */
  limit: number
  /** Whole requests that would still be admitted at this instant. */
  remaining: number
  /** Until `remaining` is back at `limit` if nothing more comes; 0 when it is there. */
  resetAfterNanos: Nanos
  /** 0 when allowed; else the wait until the same cost would be admitted if nothing more comes; Infinity if never. */
  retryAfterNanos: Nanos
  /** How long an admitted request must be held before it leaves; only a shaping limiter (leaky bucket) asks for it. */
  delayNanos: Nanos
}

/** A limiter's whole memory as plain data: numbers and arrays of numbers, fit for JSON and for a central store. */
export type LimiterState = Record<string, number | number[]>

/**
 * The functional core of an algorithm, bound to its options: it holds no state, so that one core serves any number of
 * clients, and a server may read a state from a store, decide, and write it back (atomically or not).
 * All times come from the caller. A `now` before the latest the state has seen (servers with skewed clocks share one
 * state) is treated no better than the latest one: no stretch of time ever earns a client anything twice.
 */
export interface LimiterCore<State extends LimiterState = LimiterState> {
  /** The quota, and the largest cost that can ever be admitted. */
  readonly capacity: number
  /** After this long without requests a client's state says nothing more than a fresh one. */
  readonly fullAfterNanos: Nanos
  initial(now: Nanos): State
  /** Fills `decision` for a positive whole `cost`. Charges `state` in place, unless `commit` is false: then only looks. */
  decide(state: State, now: Nanos, cost: number, decision: Decision, commit: boolean): void
  /** Gives back an admitted cost, meant for the latest charge; the state never becomes better than full. */
  refund(state: State, now: Nanos, cost: number): void
  copy(state: State): State
  /** Bytes of the numbers that the state holds, spare array slots included, at 8 bytes a number. */
  bytes(state: State): number
  /** What a view draws. Reads only. */
  inspect(state: State, now: Nanos): Record<string, number | readonly number[]>
}

/** A limiter of one client: a core with its state. */
export interface Limiter {
  /** Decides and, if allowed, charges. The returned object is reused by the next call. */
  take(now: Nanos, cost?: number): Decision
  /** The decision that `take` would make; changes nothing but the shared decision object. */
  peek(now: Nanos, cost?: number): Decision
  /** Gives back an admitted cost (a request that another limiter turned away). */
  refund(now: Nanos, cost?: number): void
  inspect(now: Nanos): Record<string, number | readonly number[]>
  export(): LimiterState
  import(state: LimiterState): void
  /** What the state takes, in bytes. */
  readonly bytes: number
}

/** One algorithm of the catalogue: adding one is adding a file in `algorithm/` that exports `limiter`. */
export interface LimiterSpec {
  readonly name: string
  readonly title: string
  readonly summary: string
  /** False for the instructive wrong ones: they admit more than they promise. */
  readonly sound: boolean
  /** Whether `burst` means anything to it. */
  readonly usesBurst: boolean
  /** True when admitted requests must be held for `delayNanos`. */
  readonly shapes: boolean
  core(options: LimiterOptions): LimiterCore
  create(options: LimiterOptions, now?: Nanos): Limiter
}

/** A decision object to be filled by a core. */
export function createDecision(): Decision {
  return { allowed: false, limit: 0, remaining: 0, resetAfterNanos: 0, retryAfterNanos: 0, delayNanos: 0 }
}

/** Writes a decision over another; field by field, because it happens for every request. */
export function copyDecision(from: Decision, into: Decision): void {
  into.allowed = from.allowed
  into.limit = from.limit
  into.remaining = from.remaining
  into.resetAfterNanos = from.resetAfterNanos
  into.retryAfterNanos = from.retryAfterNanos
  into.delayNanos = from.delayNanos
}
