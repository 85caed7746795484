import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import type { Arrivals } from './arrivals.ts'

/** Arrivals as they were recorded, once. Several may share an instant. */
export class ReplayedArrivals implements Arrivals {
  at: Nanos = 0
  readonly #instants: ArrayLike<Nanos>
  #next = 0

  /** `instants` ascend. */
  constructor(instants: ArrayLike<Nanos>) {
    for (let i = 1; i < instants.length; i++)
      assert(instants[i] >= instants[i - 1], 'recorded arrivals are in the order of their time')
    this.#instants = instants
  }

  next(): void {
    this.at = this.#next < this.#instants.length ? this.#instants[this.#next++] : Infinity
  }
}
