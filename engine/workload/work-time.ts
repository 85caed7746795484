import { assert } from '../lib/assert.ts'
import type { RandomStream } from '../lib/random.ts'
import type { Nanos } from '../lib/units.ts'
import { exponential } from './unit-exponential.ts'

/**
 * How long pieces of work take: whole nanoseconds with a given mean and squared coefficient of variation. 0 is always the same, 1 is
 * exponential, in between gamma, above lognormal (a few pieces take very long).
 */
export class WorkTime {
  readonly #meanNanos: Nanos
  readonly #variation: number

  constructor(meanNanos: Nanos, variation: number) {
    assert(meanNanos >= 0 && variation >= 0, 'work takes no negative time and varies by no negative amount')
    this.#meanNanos = meanNanos
    this.#variation = variation
  }

  draw(random: RandomStream): Nanos {
    if (this.#variation === 0) return Math.round(this.#meanNanos)
    return Math.round(this.#meanNanos * exponential(random))
  }
}
