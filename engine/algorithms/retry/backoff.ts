import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'

/** How the wait grows with the attempt: base; base × attempt; base × multiplier^(attempt − 1). */
export const BACKOFF_SHAPES = ['fixed', 'linear', 'exponential'] as const
export type BackoffShape = (typeof BACKOFF_SHAPES)[number]

/**
 * What chance does to the wait d: nothing; anywhere in [0, d]; in [d/2, d]; or (decorrelated, which grows by itself and
 * ignores the shape) anywhere from the base to three times the wait before.
 */
export const JITTERS = ['none', 'full', 'equal', 'decorrelated'] as const
export type Jitter = (typeof JITTERS)[number]

export interface BackoffOptions {
  readonly shape: BackoffShape
  readonly jitter: Jitter
  readonly baseNanos: Nanos
  readonly maximumNanos: Nanos
  /** Growth of the exponential shape; default 2. */
  readonly multiplier?: number
}

/**
 * How long to wait before a retry. Without jitter, clients that failed together come back together.
 * Paper: Brooker, "Exponential backoff and jitter" (AWS Architecture Blog, 2015). Compare: retry budget, which bounds
 * how many retries there are rather than when. Cost: O(attempt) time, one draw. Invariant: 0 <= wait <= maximum, unless
 * the server asked for more.
 */
export class Backoff {
  readonly #options: Required<BackoffOptions>

  constructor(options: BackoffOptions) {
    const { baseNanos, maximumNanos, multiplier = 2 } = options
    assert(Number.isSafeInteger(baseNanos) && baseNanos >= 0, 'baseNanos is a non-negative integer')
    assert(
      Number.isSafeInteger(maximumNanos) && maximumNanos >= baseNanos,
      'maximumNanos is at least baseNanos',
    )
    assert(multiplier >= 1, 'multiplier is at least 1')
    this.#options = { ...options, multiplier }
  }

  /**
   * The wait before retry number `attempt` (1 is the first retry), given the wait before the last one (0 at first) and
   * the least that the server asked for (Retry-After), which is obeyed beyond the maximum.
   */
  wait(attempt: number, previousNanos: Nanos, stream: RandomStream, atLeastNanos: Nanos = 0): Nanos {
    assert(Number.isInteger(attempt) && attempt >= 1, 'attempt is a positive integer')
    return Math.max(atLeastNanos, this.#jittered(attempt, previousNanos, stream))
  }

  #jittered(attempt: number, previousNanos: Nanos, stream: RandomStream): Nanos {
    const { jitter, baseNanos, maximumNanos } = this.#options
    if (jitter === 'decorrelated') {
      const most = Math.max(baseNanos, 3 * previousNanos)
      return Math.min(maximumNanos, between(baseNanos, most, stream))
    }
    const wait = this.#plain(attempt)
    if (jitter === 'full') return between(0, wait, stream)
    if (jitter === 'equal') return between(Math.ceil(wait / 2), wait, stream)
    return wait
  }

  #plain(attempt: number): Nanos {
    const { shape, baseNanos, maximumNanos, multiplier } = this.#options
    if (shape === 'fixed') return baseNanos
    if (shape === 'linear') return Math.min(maximumNanos, baseNanos * attempt)
    if (baseNanos === 0 || multiplier === 1) return baseNanos
    let wait = baseNanos
    for (let i = 1; i < attempt && wait < maximumNanos; i++) wait *= multiplier
    return Math.min(maximumNanos, Math.round(wait))
  }
}

/** A whole number in [low, high], evenly drawn. */
function between(low: number, high: number, stream: RandomStream): number {
  return low + stream.below(high - low + 1)
}
