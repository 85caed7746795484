import { assert } from '../../lib/assert.ts'
import { CountTable } from './count-table.ts'
import { byRank, type ErrorBound, type HeavyHitters, type Ranked } from './heavy-hitters.ts'

/**
 * Counts in buckets of 1 / error items. At the end of a bucket, whoever has come so seldom that even with all that may have been missed
 * of it it is not above error * N is forgotten; who comes again later is noted with what may have been missed.
 * Paper: Manku, Motwani, "Approximate frequency counts over data streams" (2002), section 4.2.
 * Compare: Misra–Gries (a fixed number of counters), Space-Saving (errs upwards).
 * Cost: O(1) amortised an item; at most 1 / error * log(error * N) entries. Invariant: true - error * N <= estimate <= true, so that
 * asking for all above (support - error) * N misses nobody above support * N.
 */
export class LossyCount implements HeavyHitters {
  readonly #table = new CountTable()
  readonly #bucketItems: number
  /** Which bucket's number entries are held against at its end: its own, or (the source's mistake) the next one's. */
  readonly #prunesBy: number
  #total = 0
  /** What may have been missed of an item without an entry, beyond the buckets so far: comes from merging. */
  #missed = 0
  #inBucket = 0
  #bucket = 1

  constructor(options: { readonly counters: number }, prunesBy: 0 | 1) {
    assert(
      Number.isInteger(options.counters) && options.counters >= 1,
      'Lossy Counting has buckets of at least one item',
    )
    this.#bucketItems = options.counters
    this.#prunesBy = prunesBy
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.#table.memoryBytes
  }

  add(item: number): void {
    assert(item >>> 0 === item, 'an item is a whole number below 2^32')
    this.#total++
    this.#table.add(item, 1, this.#missed + this.#bucket - 1)
    if (++this.#inBucket < this.#bucketItems) return
    this.#inBucket = 0
    this.#table.dropUpTo(this.#missed + this.#bucket + this.#prunesBy)
    this.#bucket++
  }

  estimate(item: number): number {
    return this.#table.get(item)
  }

  top(count: number): Ranked[] {
    const all: Ranked[] = []
    this.#table.forEach((item, itsCount) => all.push({ item, count: itsCount }))
    return all.sort(byRank).slice(0, count)
  }

  /** What one of the two has no entry for may have come there as often as it forgets. */
  merge(other: LossyCount): void {
    const [ourMost, theirMost] = [this.#mostMissed(), other.#mostMissed()]
    const merged = new CountTable()
    this.#table.forEach((item, count, note) => {
      const there = other.#table.get(item)
      merged.add(item, count + there, note + (there > 0 ? other.#table.note(item) : theirMost))
    })
    other.#table.forEach((item, count, note) => {
      if (this.#table.get(item) === 0) merged.add(item, count, note + ourMost)
    })
    merged.dropUpTo(ourMost + theirMost)
    this.#table.clear()
    merged.forEach((item, count, note) => this.#table.add(item, count, note))
    this.#total += other.#total
    this.#missed = ourMost + theirMost
    this.#bucket = 1
    this.#inBucket = 0
  }

  /** The buckets that are over, one each: at most error * N. */
  bound(): ErrorBound {
    return { overMost: 0, underMost: this.#mostMissed(), confidence: 1 }
  }

  clear(): void {
    this.#table.clear()
    this.#total = 0
    this.#missed = 0
    this.#inBucket = 0
    this.#bucket = 1
  }

  inspect() {
    return { entries: this.#table.size, bucket: this.#bucket, bucketItems: this.#bucketItems }
  }

  /** How often an item without an entry may have come before this bucket. */
  #mostMissed(): number {
    return this.#missed + this.#bucket - 1
  }
}
