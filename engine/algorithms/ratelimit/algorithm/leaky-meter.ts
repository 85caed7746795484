import type { Nanos } from '../../../lib/units.ts'
import { ExactRate } from '../exact-rate.ts'
import { assertLimiterOptions } from '../limiter-options.ts'
import type { Decision, LimiterCore, LimiterOptions, LimiterSpec } from '../limiter.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'

/** The bucket holds level − leakedShares/windowNanos requests: the shares have leaked already from the top one. */
export type LeakyMeterState = { level: number; leakedShares: number; updatedAtNanos: Nanos }

/**
 * Leaky bucket as a meter: each request pours its cost in, the bucket leaks at limit/window, and what would overflow
 * is rejected; nothing is held back.
 * Paper: ITU-T I.371 annex A (continuous-state leaky bucket). Compare: token bucket, whose mirror image it is.
 * Cost: O(1) time, 24 bytes. Invariant: 0 <= level <= burst.
 */
export class LeakyMeterCore implements LimiterCore<LeakyMeterState> {
  readonly capacity: number
  readonly fullAfterNanos: Nanos
  readonly #rate: ExactRate

  constructor(options: LimiterOptions) {
    assertLimiterOptions(options)
    this.capacity = options.burst ?? options.limit
    this.#rate = new ExactRate(options)
    this.fullAfterNanos = this.#rate.nanosToEarn(this.capacity, 0)
  }

  initial(now: Nanos): LeakyMeterState {
    return { level: 0, leakedShares: 0, updatedAtNanos: now }
  }

  decide(state: LeakyMeterState, now: Nanos, cost: number, decision: Decision, commit: boolean): void {
    const elapsed = now - state.updatedAtNanos
    let level = state.level
    let shares = state.leakedShares
    if (elapsed >= this.fullAfterNanos) {
      level = 0
      shares = 0
    } else if (elapsed > 0 && level > 0) {
      const leaked = this.#rate.earned(elapsed, shares)
      shares = this.#rate.leftover(elapsed, shares, leaked)
      level -= leaked
      if (level <= 0) {
        level = 0
        shares = 0
      }
    }
    const over = level + cost - this.capacity
    const allowed = over <= 0
    decision.retryAfterNanos = allowed ? 0 : this.#waitFor(over, shares, cost)
    if (allowed) level += cost
    if (commit) {
      state.level = level
      state.leakedShares = shares
      if (elapsed > 0) state.updatedAtNanos = now
    }
    decision.allowed = allowed
    decision.limit = this.capacity
    decision.remaining = this.capacity - level
    decision.resetAfterNanos = this.#rate.nanosToEarn(level, shares)
    decision.delayNanos = 0
  }

  refund(state: LeakyMeterState, _now: Nanos, cost: number): void {
    state.level -= cost
    if (state.level > 0) return
    state.level = 0
    state.leakedShares = 0
  }

  copy(state: LeakyMeterState): LeakyMeterState {
    return { level: state.level, leakedShares: state.leakedShares, updatedAtNanos: state.updatedAtNanos }
  }

  bytes(): number {
    return 24
  }

  inspect(state: LeakyMeterState, now: Nanos) {
    const elapsed = Math.max(0, Math.min(now - state.updatedAtNanos, this.fullAfterNanos))
    const leaked = (elapsed * this.#rate.limit + state.leakedShares) / this.#rate.windowNanos
    return {
      level: Math.max(0, state.level - leaked),
      capacity: this.capacity,
      leakPerSecond: (this.#rate.limit / this.#rate.windowNanos) * 1e9,
    }
  }

  #waitFor(over: number, shares: number, cost: number): Nanos {
    return cost > this.capacity ? Infinity : this.#rate.nanosToEarn(over, shares)
  }
}

export const limiter: LimiterSpec = {
  name: 'leaky-meter',
  title: 'Leaky bucket (meter)',
  summary:
    'Each request raises a level that leaks at a steady rate; what would overflow is rejected at once.',
  sound: true,
  usesBurst: true,
  shapes: false,
  core: (options) => new LeakyMeterCore(options),
  create: (options, now) => new StatefulLimiter(new LeakyMeterCore(options), now),
}
