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
  at: Nanos = 0
  readonly #random: RandomStream

  constructor(
    readonly options: OpenArrivalsOptions,
    random: RandomStream,
  ) {
    assert(options.ratePerSecond >= 0, 'an arrival rate is not negative')
    this.#random = random
  }

  next(): void {
    if (this.options.ratePerSecond === 0) this.at = Infinity
    else if (this.options.spacing === 'even') this.#nextEven()
    else this.#nextRandom()
  }

  #nextRandom(): void {
    const { shape, ratePerSecond } = this.options
    let { at } = this
    while (at !== Infinity) {
      const bound = shape.bound(at)
      const until = shape.boundUntil(at)
      const gap = bound === 0 ? Infinity : (SECOND / (ratePerSecond * bound)) * exponential(this.#random)
      if (at + gap < until) {
        at += gap
        const multiple = shape.at(at)
        if (multiple === bound || this.#random.uniform53() * bound < multiple) break
      } else at = until // the process has no memory: from here on it begins anew
    }
    this.at = wholeNanos(at)
  }

  #nextEven(): void {
    const { shape, ratePerSecond } = this.options
    let { at } = this
    while (at !== Infinity) {
      const multiple = shape.at(at)
      if (multiple > 0) {
        const next = at + SECOND / (ratePerSecond * multiple)
        at = next
        if (shape.at(next) > 0) break
      }
      at = shape.boundUntil(at)
      if (at !== Infinity && shape.at(at) > 0) break
    }
    this.at = wholeNanos(at)
  }
}
