import type { Nanos } from '../../../lib/units.ts'
import { ExactRate } from '../exact-rate.ts'
import { assertLimiterOptions } from '../limiter-options.ts'
import type { Decision, LimiterCore, LimiterOptions, LimiterSpec } from '../limiter.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'

/** `shares` is the part of the next token already earned, in 1/windowNanos of a token. */
export type TokenBucketState = { tokens: number; shares: number; updatedAtNanos: Nanos }

/**
 * Token bucket: tokens trickle in at limit/window up to `burst`; a request takes as many as it costs or is rejected.
 * Paper: RFC 2215 section 3.6 (TOKEN_BUCKET_TSPEC). Compare: GCRA (the same decisions from one number), leaky bucket.
 * Cost: O(1) time, 24 bytes. Invariant: 0 <= tokens <= burst, and any interval t admits at most burst + rate × t.
 */
export class TokenBucketCore implements LimiterCore<TokenBucketState> {
  readonly capacity: number
  readonly fullAfterNanos: Nanos
  readonly #rate: ExactRate

  constructor(options: LimiterOptions) {
    assertLimiterOptions(options)
    this.capacity = options.burst ?? options.limit
    this.#rate = new ExactRate(options)
    this.fullAfterNanos = this.#rate.nanosToEarn(this.capacity, 0)
  }

  initial(now: Nanos): TokenBucketState {
    return { tokens: this.capacity, shares: 0, updatedAtNanos: now }
  }

  decide(state: TokenBucketState, now: Nanos, cost: number, decision: Decision, commit: boolean): void {
    const elapsed = now - state.updatedAtNanos
    let tokens = state.tokens
    let shares = state.shares
    if (elapsed >= this.fullAfterNanos) {
      tokens = this.capacity
      shares = 0
    } else if (elapsed > 0 && tokens < this.capacity) {
      const earned = this.#rate.earned(elapsed, shares)
      shares = this.#rate.leftover(elapsed, shares, earned)
      tokens += earned
      if (tokens >= this.capacity) {
        tokens = this.capacity
        shares = 0
      }
    }
    const allowed = cost <= tokens
    decision.retryAfterNanos = allowed ? 0 : this.#waitFor(cost - tokens, shares, cost)
    if (allowed) tokens -= cost
    if (commit) {
      state.tokens = tokens
      state.shares = shares
      if (elapsed > 0) state.updatedAtNanos = now
    }
    decision.allowed = allowed
    decision.limit = this.capacity
    decision.remaining = tokens
    decision.resetAfterNanos = this.#rate.nanosToEarn(this.capacity - tokens, shares)
    decision.delayNanos = 0
  }

  refund(state: TokenBucketState, _now: Nanos, cost: number): void {
    state.tokens += cost
    if (state.tokens < this.capacity) return
    state.tokens = this.capacity
    state.shares = 0
  }

  copy(state: TokenBucketState): TokenBucketState {
    return { tokens: state.tokens, shares: state.shares, updatedAtNanos: state.updatedAtNanos }
  }

  bytes(): number {
    return 24
  }

  inspect(state: TokenBucketState, now: Nanos) {
    const elapsed = Math.max(0, Math.min(now - state.updatedAtNanos, this.fullAfterNanos))
    const earned = (elapsed * this.#rate.limit + state.shares) / this.#rate.windowNanos
    return {
      tokens: Math.min(this.capacity, state.tokens + earned),
      capacity: this.capacity,
      refillPerSecond: (this.#rate.limit / this.#rate.windowNanos) * 1e9,
    }
  }

  #waitFor(missing: number, shares: number, cost: number): Nanos {
    return cost > this.capacity ? Infinity : this.#rate.nanosToEarn(missing, shares)
  }
}

export const limiter: LimiterSpec = {
  name: 'token-bucket',
  title: 'Token bucket',
  summary: 'Tokens refill at a steady rate; unused ones are saved up for bursts, up to the capacity.',
  sound: true,
  usesBurst: true,
  shapes: false,
  core: (options) => new TokenBucketCore(options),
  create: (options, now) => new StatefulLimiter(new TokenBucketCore(options), now),
}
