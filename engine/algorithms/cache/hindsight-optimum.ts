import { assert } from '../../lib/assert.ts'

/** Keys that it remembers beyond twice the capacity before it forgets those that cannot be hits any more. */
const KEYS_FREE = 1_000

/**
 * Bélády's optimum worked out while the requests come: which of them would a cache have hit that knew the future and
 * could leave a key out? Between two requests of a key lies a stretch of time; a hit is a stretch kept in one of the
 * cache's places. Each place is free since some moment. A stretch takes the place that became free last before it began;
 * taking stretches by their ends so keeps as many as can be kept.
 * Paper: Carlisle, Lloyd, "On the k-coloring of intervals" (1995), for the greedy choice; Jain, Lin, "Back to the
 * future" (ISCA 2016), for the use (OPTgen). Departure from OPTgen: exact, and with no limit on how far it looks back.
 * Compare: belady, which must be told the future and admits every miss. Cost: O(log capacity) a request to search, and
 * moving the places that became free later: few when requests come back soon. Invariant: places are in ascending order;
 * the hits so far are the most that any cache of this capacity could have had.
 */
export class HindsightOptimum {
  readonly capacity: number
  /** Since when each place is free. */
  readonly #freeSince: Float64Array
  /** Key to the time from which on it could have been kept. */
  readonly #since = new Map<number, number>()
  #keysMax: number
  #time = 0

  constructor(options: { capacity: number }) {
    const { capacity } = options
    assert(
      Number.isSafeInteger(capacity) && capacity >= 1,
      'the capacity of a cache is a positive whole number',
    )
    this.capacity = capacity
    this.#freeSince = new Float64Array(capacity)
    this.#keysMax = 2 * capacity + KEYS_FREE
  }

  /** A look-up: true if it is a hit of the optimum. */
  lookUp(key: number): boolean {
    const since = this.#since.get(key)
    const hit = since !== undefined && this.#keep(since)
    this.store(key)
    return hit
  }

  /** The key's value is brought in, whether or not anybody looked it up: from now on it can be kept. */
  store(key: number): void {
    this.#since.set(key, this.#time)
    if (this.#since.size > this.#keysMax) this.#forgetHopeless()
  }

  /** The key's value is worth nothing any more. */
  forget(key: number): void {
    this.#since.delete(key)
  }

  inspect() {
    const { capacity } = this
    return { capacity, time: this.#time, keys: this.#since.size, fullSince: this.#freeSince[0] } as const
  }

  /** Finds a place for a stretch from `since` until now; false if there is none. */
  #keep(since: number): boolean {
    const places = this.#freeSince
    let low = 0
    let high = places.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (places[middle] <= since) low = middle + 1
      else high = middle
    }
    if (low === 0) return false
    places.copyWithin(low - 1, low)
    places[places.length - 1] = ++this.#time
    return true
  }

  /** A stretch that began before any place was free can never be kept. */
  #forgetHopeless(): void {
    for (const [key, since] of this.#since) if (since < this.#freeSince[0]) this.#since.delete(key)
    this.#keysMax = 2 * this.#since.size + KEYS_FREE
  }
}
