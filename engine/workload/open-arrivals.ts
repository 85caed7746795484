import { assert } from '../lib/assert.ts'
import { exponential } from '../lib/distribution/exponential.ts'
import type { RandomStream } from '../lib/random.ts'
import { SECOND, wholeNanos, type Nanos } from '../lib/units.ts'
import type { Arrivals } from './arrivals.ts'
import type { LoadShape } from './load-shape.ts'

export interface OpenArrivalsOptions {
  /** Base rate; the shape multiplies it. */
  ratePerSecond: number
  shape: LoadShape
  /** Independent people (a Poisson process), or a metronome. */
  spacing: 'poisson' | 'even'
}

/**
 * Open loop: requests come whether or not earlier ones were answered, at a rate that follows a shape.
 * Paper: Lewis and Shedler, "Simulation of nonhomogeneous Poisson processes by thinning" (1979), piece by piece, so that a short
 * high peak costs random numbers only while it lasts. Compare: closed loop, replay of timestamps.
 * Cost: bound / rate random pairs an arrival. Invariant: arrivals strictly follow one another unless the rate exceeds one a nanosecond.
 */
export class OpenArrivals implements Arrivals {
  readonly #random: RandomStream

  constructor(
    readonly options: OpenArrivalsOptions,
    random: RandomStream,
  ) {
    assert(options.ratePerSecond >= 0, 'an arrival rate is not negative')
    this.#random = random
  }

  nextAfter(previous: Nanos): Nanos {
    if (this.options.ratePerSecond === 0) return Infinity
    return this.options.spacing === 'even' ? this.#evenlyAfter(previous) : this.#randomlyAfter(previous)
  }

  #randomlyAfter(previous: Nanos): Nanos {
    const { shape, ratePerSecond } = this.options
    let at = previous
    while (at !== Infinity) {
      const bound = shape.bound(at)
      const until = shape.boundUntil(at)
      const gap = bound === 0 ? Infinity : (SECOND / (ratePerSecond * bound)) * exponential(this.#random)
      if (at + gap < until) {
        at += gap
        const multiple = shape.at(at)
        if (multiple === bound || this.#random.uniform53() * bound < multiple) return wholeNanos(at)
      } else at = until // the process has no memory: from here on it begins anew
    }
    return Infinity
  }

  #evenlyAfter(previous: Nanos): Nanos {
    const { shape, ratePerSecond } = this.options
    let at = previous
    while (at !== Infinity) {
      const multiple = shape.at(at)
      if (multiple > 0) {
        const next = at + SECOND / (ratePerSecond * multiple)
        if (shape.at(next) > 0) return wholeNanos(next)
        at = next
      }
      at = shape.boundUntil(at)
      if (at !== Infinity && shape.at(at) > 0) return wholeNanos(at)
    }
    return Infinity
  }
}
