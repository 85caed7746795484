import type { Nanos } from '../../lib/units.ts'
import { exactQuotient, exactRemainder } from './exact-quotient.ts'
import type { LimiterOptions } from './limiter.ts'

/**
 * A rate of `limit` requests per `windowNanos` as integers, so that a bucket refilled a billion times by one nanosecond
 * holds exactly what it would after one second. A part of a request is counted in shares of 1/windowNanos (one
 * nanosecond earns `limit` shares); a part of a nanosecond in shares of 1/limit.
 * Paper: none; it is division with remainder. Compare: floating-point tokens, which drift with the number of refills.
 * Cost: O(1), no allocation. Invariant: interval(a) + interval(b) = interval(a + b), to the last share.
 */
export class ExactRate {
  readonly limit: number
  readonly windowNanos: Nanos
  /** Between two requests at this rate: whole nanoseconds … */
  readonly #wholeNanos: Nanos
  /** … and shares of 1/limit of one. */
  readonly #restShares: number

  constructor(options: LimiterOptions) {
    this.limit = options.limit
    this.windowNanos = options.windowNanos
    this.#wholeNanos = Math.floor(options.windowNanos / options.limit)
    this.#restShares = options.windowNanos % options.limit
  }

  /** Whole requests earned in a time, with shares of a request on hand before. At most 2^26 of them. */
  earned(elapsedNanos: Nanos, shares: number): number {
    return exactQuotient(this.limit, elapsedNanos, shares, this.windowNanos)
  }

  /** The shares of a request left over beside what `earned` returned. */
  leftover(elapsedNanos: Nanos, shares: number, earned: number): number {
    return exactRemainder(this.limit, elapsedNanos, shares, this.windowNanos, earned)
  }

  /** The least whole nanoseconds in which `count` requests are earned, with shares of one on hand. */
  nanosToEarn(count: number, shares: number): Nanos {
    return count * this.#wholeNanos + Math.ceil((count * this.#restShares - shares) / this.limit)
  }

  /** The time that `count` requests take at this rate: whole nanoseconds; `intervalShares` is the rest. */
  intervalNanos(count: number): Nanos {
    return count * this.#wholeNanos + Math.floor((count * this.#restShares) / this.limit)
  }

  /** The rest of `intervalNanos`, in shares of 1/limit of a nanosecond. */
  intervalShares(count: number): number {
    return (count * this.#restShares) % this.limit
  }
}
