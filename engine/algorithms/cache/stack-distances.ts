import { assert } from '../../lib/assert.ts'

/**
 * LRU stack distances: how many keys, the asked one included, were asked for since a key's last request. A request hits
 * in every LRU cache with at least that many entries, so one pass gives the hits for all sizes at once.
 * Paper: Mattson, Gecsei, Slutz, Traiger, "Evaluation techniques for storage hierarchies" (1970); counting the keys
 * between by a tree over time: Bennett, Kruskal, "LRU stack processing" (1975); the tree: Fenwick (1994).
 * Compare: simulating each size. Cost: O(log distinct) a request; 12 bytes a key, however long the trace.
 * Invariant: the tree has a one at the time of each key's last request, and nothing else.
 */
export class StackDistances {
  /** Key to the time of its last request, counted from 1; 0 if there was none. */
  readonly #lastTime: Int32Array
  /** Fenwick tree over times. */
  readonly #tree: Int32Array
  /** Time to the key asked for then. */
  readonly #keyAt: Int32Array
  readonly #times: number
  #now = 0
  #seen = 0

  /** `distinct`: keys are 0, 1, …, distinct - 1. */
  constructor(options: { distinct: number }) {
    assert(
      Number.isInteger(options.distinct) && options.distinct >= 0,
      'the number of distinct keys is a count',
    )
    // Twice as many times as keys: when they run out, at least half of them are of no use any more.
    this.#times = 2 * options.distinct + 2
    this.#lastTime = new Int32Array(options.distinct)
    this.#tree = new Int32Array(this.#times + 1)
    this.#keyAt = new Int32Array(this.#times + 1)
  }

  /** The stack distance of the next request, from 1; 0 for a key's first request. */
  push(key: number): number {
    if (this.#now === this.#times) this.#compact()
    const last = this.#lastTime[key]
    let distance = 0
    if (last === 0) {
      this.#seen++
    } else {
      distance = this.#seen - this.#countUpTo(last - 1)
      this.#add(last, -1)
    }
    this.#now++
    this.#lastTime[key] = this.#now
    this.#keyAt[this.#now] = key
    this.#add(this.#now, 1)
    return distance
  }

  /** Keys whose last request was at `time` or before. */
  #countUpTo(time: number): number {
    let count = 0
    for (let at = time; at > 0; at &= at - 1) count += this.#tree[at]
    return count
  }

  #add(time: number, change: number): void {
    for (let at = time; at <= this.#times; at += at & -at) this.#tree[at] += change
  }

  /** Renumbers the times in use to 1, 2, 3, …, in their order. */
  #compact(): void {
    let now = 0
    for (let time = 1; time <= this.#now; time++) {
      const key = this.#keyAt[time]
      if (this.#lastTime[key] !== time) continue
      now++
      this.#lastTime[key] = now
      this.#keyAt[now] = key
    }
    this.#now = now
    this.#tree.fill(0)
    for (let time = 1; time <= now; time++) this.#add(time, 1)
  }
}
