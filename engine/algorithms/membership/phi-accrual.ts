import { assert } from '../../lib/assert.ts'
import { exp, LN2, LN10, ln, SQRT_HALF } from '../../lib/math.ts'
import type { Nanos } from '../../lib/units.ts'
import type { FailureDetector } from './heartbeat-detector.ts'

export interface PhiAccrualOptions {
  /** Suspect when phi is above this: 1 means one wrong suspicion in ten, 8 one in a hundred million. */
  readonly threshold: number
  /** Intervals between heartbeats that are remembered. */
  readonly windowSize: number
  /** What the interval is taken to be before any was seen. */
  readonly expectedIntervalNanos: Nanos
  /** The least spread that intervals are credited with, or perfect regularity would make every delay suspect. */
  readonly leastDeviationNanos: Nanos
}

/**
 * Suspicion as a number that grows with silence, judged by how regular the heartbeats have been: phi is minus the decimal
 * logarithm of the chance that a heartbeat still comes, if intervals are normally distributed as in the window.
 * Paper: Hayashibara, Défago, Yared and Katayama, "The phi accrual failure detector" (2004), section 4.
 * Compare: a fixed timeout (too short on a slow link, too long on a fast one).
 * Cost: O(1) a heartbeat or question, O(window) space. Invariant: between heartbeats phi never falls.
 */
export class PhiAccrual implements FailureDetector {
  readonly #options: PhiAccrualOptions
  readonly #intervals: Float64Array
  #count = 0
  #next = 0
  #sum = 0
  #squares = 0
  #lastAt: Nanos

  /** The watched node is taken to have sent a heartbeat at `now`. */
  constructor(options: PhiAccrualOptions, now: Nanos) {
    assert(options.threshold > 0, 'the threshold of suspicion is positive')
    assert(
      Number.isInteger(options.windowSize) && options.windowSize > 0,
      'the window holds at least one interval',
    )
    assert(options.expectedIntervalNanos > 0, 'the expected interval is positive')
    assert(options.leastDeviationNanos > 0, 'the least deviation is positive')
    this.#options = options
    this.#intervals = new Float64Array(options.windowSize)
    this.#lastAt = now
    // As in a first guess: a spread of a quarter of the interval, until measured.
    const spreadNanos = options.expectedIntervalNanos / 4
    this.#remember(options.expectedIntervalNanos - spreadNanos)
    this.#remember(options.expectedIntervalNanos + spreadNanos)
  }

  heartbeat(now: Nanos): void {
    if (now <= this.#lastAt) return
    this.#remember(now - this.#lastAt)
    this.#lastAt = now
  }

  suspects(now: Nanos): boolean {
    return this.phi(now) > this.#options.threshold
  }

  silentNanos(now: Nanos): Nanos {
    return now - this.#lastAt
  }

  /** The level of suspicion, from 0 up. */
  phi(now: Nanos): number {
    const mean = this.#sum / this.#count
    const variance = Math.max(0, this.#squares / this.#count - mean * mean)
    const deviation = Math.max(Math.sqrt(variance), this.#options.leastDeviationNanos)
    return Math.max(0, -lnNormalTail((this.silentNanos(now) - mean) / deviation) / LN10)
  }

  /** What the view draws. Reads only. */
  inspect(now: Nanos) {
    return {
      phi: this.phi(now),
      suspected: this.suspects(now),
      silentNanos: this.silentNanos(now),
      meanIntervalNanos: this.#sum / this.#count,
      intervals: this.#count,
    } as const
  }

  #remember(interval: Nanos): void {
    if (this.#count === this.#intervals.length) {
      const oldest = this.#intervals[this.#next]
      this.#sum -= oldest
      this.#squares -= oldest * oldest
    } else this.#count += 1
    this.#intervals[this.#next] = interval
    this.#next = (this.#next + 1) % this.#intervals.length
    this.#sum += interval
    this.#squares += interval * interval
  }
}

/**
 * Natural logarithm of the chance that a standard normal variable is larger than `z`, without underflow far out.
 * Source: the fit of the complementary error function in Press et al., "Numerical recipes", section 6.2 (relative error
 * under 1.2e-7 everywhere), taken in logarithms.
 */
export function lnNormalTail(z: number): number {
  const x = Math.abs(z) * SQRT_HALF
  const t = 1 / (1 + 0.5 * x)
  let series = 0
  for (const coefficient of ERFC_FIT) series = series * t + coefficient
  const lnErfc = ln(t) - x * x + series
  return z >= 0 ? lnErfc - LN2 : ln(1 - exp(lnErfc) / 2)
}

/** Highest power first. */
const ERFC_FIT = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
]
