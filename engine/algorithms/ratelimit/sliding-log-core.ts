import type { Nanos } from '../../lib/units.ts'
import { assertLimiterOptions } from './limiter-options.ts'
import type { Decision, LimiterCore, LimiterOptions } from './limiter.ts'

/** A ring of entries (time, requests at that time), oldest at `head`; `total` is the sum of the counts. */
export type SlidingLogState = {
  times: number[]
  counts: number[]
  head: number
  entries: number
  total: number
}

const SLOTS_MIN = 4
/** Seconds since 1970 written with 14 digits, as scripts in Lua do, tell times apart that are so far from each other. */
const MERGED_NANOS: Nanos = 100_000

/**
 * The log of a sliding-window limiter: what was admitted in (now − window, now], an entry per distinct time.
 * With `mergesRepeats` a second request within 0.1 ms overwrites the first, as a sorted set whose members are
 * timestamps written out in digits does: that is the bug of `sliding-log-merged`.
 * Paper: none; folklore. Compare: sliding counter (two numbers instead of a log), SlidingMaximum (judges from outside).
 * Cost: amortised O(1) time; 16 bytes a slot, up to four slots an entry. Invariant: total <= limit.
 */
export class SlidingLogCore implements LimiterCore<SlidingLogState> {
  readonly capacity: number
  readonly fullAfterNanos: Nanos
  readonly #windowNanos: Nanos
  readonly #mergesRepeats: boolean

  constructor(options: LimiterOptions, mergesRepeats = false) {
    assertLimiterOptions(options)
    this.capacity = options.limit
    this.#windowNanos = options.windowNanos
    this.fullAfterNanos = options.windowNanos
    this.#mergesRepeats = mergesRepeats
  }

  initial(): SlidingLogState {
    return emptyLog(SLOTS_MIN)
  }

  decide(state: SlidingLogState, now: Nanos, cost: number, decision: Decision, commit: boolean): void {
    const expired = this.#expired(state, now)
    let total = state.total
    for (let i = 0; i < expired; i++) total -= state.counts[(state.head + i) & (state.times.length - 1)]
    const over = total + cost - this.capacity
    const allowed = over <= 0
    decision.retryAfterNanos = allowed ? 0 : this.#waitNanos(state, expired, over) - now
    if (commit) {
      dropOldest(state, expired, total)
      if (allowed) this.#append(state, now, cost)
      total = state.total
    } else if (allowed) {
      total += expired < state.entries ? this.#added(state, now, cost) : this.#addedToEmpty(cost)
    }
    const newest = allowed ? Math.max(now, newestOf(state)) : newestOf(state)
    decision.allowed = allowed
    decision.limit = this.capacity
    decision.remaining = this.capacity - total
    decision.resetAfterNanos = total === 0 ? 0 : newest + this.#windowNanos - now
    decision.delayNanos = 0
  }

  refund(state: SlidingLogState, _now: Nanos, cost: number): void {
    let left = cost
    while (left > 0 && state.entries > 0) {
      const last = (state.head + state.entries - 1) & (state.times.length - 1)
      const given = Math.min(left, state.counts[last])
      state.counts[last] -= given
      state.total -= given
      left -= given
      if (state.counts[last] === 0) state.entries -= 1
    }
  }

  copy(state: SlidingLogState): SlidingLogState {
    const { times, counts, head, entries, total } = state
    return { times: times.slice(), counts: counts.slice(), head, entries, total }
  }

  bytes(state: SlidingLogState): number {
    return 8 * (2 * state.times.length + 3)
  }

  inspect(state: SlidingLogState, now: Nanos) {
    const expired = this.#expired(state, now)
    const timesNanos: number[] = []
    const counts: number[] = []
    let total = 0
    for (let i = expired; i < state.entries; i++) {
      const slot = (state.head + i) & (state.times.length - 1)
      timesNanos.push(state.times[slot])
      counts.push(state.counts[slot])
      total += state.counts[slot]
    }
    return { timesNanos, counts, total, limit: this.capacity, windowNanos: this.#windowNanos }
  }

  /** How many of the oldest entries have left the window that ends now. */
  #expired(state: SlidingLogState, now: Nanos): number {
    const cutoff = now - this.#windowNanos
    const mask = state.times.length - 1
    let expired = 0
    while (expired < state.entries && state.times[(state.head + expired) & mask] <= cutoff) expired++
    return expired
  }

  /** The instant at which enough old entries have left to make up for `over`; Infinity if they never do. */
  #waitNanos(state: SlidingLogState, expired: number, over: number): Nanos {
    const mask = state.times.length - 1
    let left = over
    for (let i = expired; i < state.entries; i++) {
      const slot = (state.head + i) & mask
      left -= state.counts[slot]
      if (left <= 0) return state.times[slot] + this.#windowNanos
    }
    return Infinity
  }

  /** By how much a request raises the total. */
  #added(state: SlidingLogState, now: Nanos, cost: number): number {
    return this.#mergesRepeats && newestOf(state) === this.#stamp(now) ? 0 : this.#addedToEmpty(cost)
  }

  #addedToEmpty(cost: number): number {
    return this.#mergesRepeats ? 1 : cost
  }

  #stamp(now: Nanos): Nanos {
    return this.#mergesRepeats ? now - (now % MERGED_NANOS) : now
  }

  #append(state: SlidingLogState, now: Nanos, cost: number): void {
    const added = this.#added(state, now, cost)
    const stamp = this.#stamp(now)
    if (state.entries > 0 && newestOf(state) >= stamp) {
      state.counts[(state.head + state.entries - 1) & (state.times.length - 1)] += added
    } else {
      if (state.entries === state.times.length) resize(state, state.times.length * 2)
      const slot = (state.head + state.entries) & (state.times.length - 1)
      state.times[slot] = stamp
      state.counts[slot] = added
      state.entries += 1
    }
    state.total += added
  }
}

function emptyLog(slots: number): SlidingLogState {
  return { times: Array(slots).fill(0), counts: Array(slots).fill(0), head: 0, entries: 0, total: 0 }
}

/** The newest entry's time; an empty log is older than anything. */
function newestOf(state: SlidingLogState): Nanos {
  if (state.entries === 0) return -Infinity
  return state.times[(state.head + state.entries - 1) & (state.times.length - 1)]
}

function dropOldest(state: SlidingLogState, expired: number, total: number): void {
  state.head = (state.head + expired) & (state.times.length - 1)
  state.entries -= expired
  state.total = total
  // memory follows the traffic down as well as up; a quarter, so that it does not flutter
  if (state.times.length > SLOTS_MIN && state.entries * 4 < state.times.length) {
    resize(state, state.times.length / 2)
  }
}

function resize(state: SlidingLogState, slots: number): void {
  const { times, counts } = emptyLog(slots)
  const mask = state.times.length - 1
  for (let i = 0; i < state.entries; i++) {
    times[i] = state.times[(state.head + i) & mask]
    counts[i] = state.counts[(state.head + i) & mask]
  }
  state.times = times
  state.counts = counts
  state.head = 0
}
