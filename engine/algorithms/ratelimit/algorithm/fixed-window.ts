import type { Nanos } from '../../../lib/units.ts'
import { assertLimiterOptions } from '../limiter-options.ts'
import type { Decision, LimiterCore, LimiterOptions, LimiterSpec } from '../limiter.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'

export type FixedWindowState = { windowStartNanos: Nanos; count: number }

/**
 * Fixed window: counts requests in windows aligned to multiples of the window (as a shared counter with the window's
 * number in its key does) and rejects beyond the limit until the next one begins.
 * Paper: none; folklore. Compare: sliding log (exact), sliding counter (smooths the edge).
 * Cost: O(1) time, 16 bytes. Invariant: at most `limit` in each aligned window, hence up to 2 × limit across an edge.
 */
export class FixedWindowCore implements LimiterCore<FixedWindowState> {
  readonly capacity: number
  readonly fullAfterNanos: Nanos
  readonly #windowNanos: Nanos

  constructor(options: LimiterOptions) {
    assertLimiterOptions(options)
    this.capacity = options.limit
    this.#windowNanos = options.windowNanos
    this.fullAfterNanos = options.windowNanos
  }

  initial(now: Nanos): FixedWindowState {
    return { windowStartNanos: this.#startOf(now), count: 0 }
  }

  decide(state: FixedWindowState, now: Nanos, cost: number, decision: Decision, commit: boolean): void {
    const fresh = now - state.windowStartNanos >= this.#windowNanos
    const start = fresh ? this.#startOf(now) : state.windowStartNanos
    let count = fresh ? 0 : state.count
    const allowed = count + cost <= this.capacity
    if (allowed) count += cost
    if (commit) {
      state.windowStartNanos = start
      state.count = count
    }
    const untilEnd = start + this.#windowNanos - now
    decision.allowed = allowed
    decision.limit = this.capacity
    decision.remaining = this.capacity - count
    decision.resetAfterNanos = count === 0 ? 0 : untilEnd
    decision.retryAfterNanos = allowed ? 0 : cost > this.capacity ? Infinity : untilEnd
    decision.delayNanos = 0
  }

  refund(state: FixedWindowState, now: Nanos, cost: number): void {
    if (now - state.windowStartNanos < this.#windowNanos) state.count = Math.max(0, state.count - cost)
  }

  copy(state: FixedWindowState): FixedWindowState {
    return { windowStartNanos: state.windowStartNanos, count: state.count }
  }

  bytes(): number {
    return 16
  }

  inspect(state: FixedWindowState, now: Nanos) {
    const fresh = now - state.windowStartNanos >= this.#windowNanos
    const start = fresh ? this.#startOf(now) : state.windowStartNanos
    return {
      count: fresh ? 0 : state.count,
      limit: this.capacity,
      windowStartNanos: start,
      windowNanos: this.#windowNanos,
    }
  }

  #startOf(now: Nanos): Nanos {
    return Math.floor(now / this.#windowNanos) * this.#windowNanos
  }
}

export const limiter: LimiterSpec = {
  name: 'fixed-window',
  title: 'Fixed window',
  summary: 'Counts per clock window; simple and small, but twice the limit can pass around a window edge.',
  sound: true,
  usesBurst: false,
  shapes: false,
  core: (options) => new FixedWindowCore(options),
  create: (options, now) => new StatefulLimiter(new FixedWindowCore(options), now),
}
