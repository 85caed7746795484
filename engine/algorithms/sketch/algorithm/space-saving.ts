import { assert } from '../../../lib/assert.ts'
import { byRank, type ErrorBound, type HeavyHitters, type Ranked, type SketchSpec } from '../heavy-hitters.ts'
import { StreamSummary } from '../stream-summary.ts'

const BYTES_PER_COUNTER = 36 + 90

/**
 * k counters. An item that has none takes over the lowest and goes on counting from there: every item that came more than N / k times
 * has a counter, and a counter is too high by what it took over, N / k at the most.
 * Paper: Metwally, Agrawal, El Abbadi (2005), Lemmas 3 to 5; merging: Agarwal et al., "Mergeable summaries" (2012).
 * Compare: Misra–Gries (the same counters less the lowest), Count-Min (no names). Cost: O(1) an item, O(k) space.
 * Invariant: true <= estimate <= true + N / k; without merging the counts add up to N.
 */
export class SpaceSaving implements HeavyHitters {
  readonly #summary: StreamSummary
  #total = 0
  /** What merging adds to the count that an item without a counter may have. */
  #unseenMost = 0

  constructor(readonly options: { readonly counters: number }) {
    assert(
      Number.isInteger(options.counters) && options.counters >= 1,
      'Space-Saving has at least one counter',
    )
    this.#summary = new StreamSummary(options.counters)
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.options.counters * BYTES_PER_COUNTER
  }

  add(item: number): void {
    assert(item >>> 0 === item, 'an item is a whole number below 2^32')
    const summary = this.#summary
    this.#total++
    const counter = summary.index.find(item)
    if (counter !== 0) summary.raise(counter)
    else if (summary.used < this.options.counters)
      summary.insert(item, this.#unseenMost + 1, this.#unseenMost)
    else this.#takeOver(item)
  }

  /** The item's counter; without one, as often as it may have come unseen. */
  estimate(item: number): number {
    const counter = this.#summary.index.find(item)
    return counter === 0 ? this.#unseen() : this.#summary.countOf(counter)
  }

  /** What an item has come at least: its counter less what that took over. */
  atLeast(item: number): number {
    const counter = this.#summary.index.find(item)
    return counter === 0 ? 0 : this.#summary.countOf(counter) - this.#summary.error[counter]
  }

  top(count: number): Ranked[] {
    return this.#all().sort(byRank).slice(0, count)
  }

  /** An item that one of the two did not see may have come there as often as its lowest counter says. */
  merge(other: SpaceSaving): void {
    const { counters } = this.options
    assert(other.options.counters === counters, 'Space-Saving merges with as many counters')
    const unseenMost = this.#unseen() + other.#unseen()
    const { items, counts, errors, size } = this.#joined(other)
    const order = highestFirst(counts.subarray(0, size))
    this.#summary.clear()
    for (const at of order.subarray(0, counters)) this.#summary.insert(items[at], counts[at], errors[at])
    this.#total += other.#total
    // Who was dropped had no more than the lowest that is kept.
    this.#unseenMost = unseenMost
  }

  bound(): ErrorBound {
    return { overMost: this.#total / this.options.counters, underMost: 0, confidence: 1 }
  }

  clear(): void {
    this.#summary.clear()
    this.#total = 0
    this.#unseenMost = 0
  }

  inspect() {
    return { counters: this.options.counters, used: this.#summary.used, lowest: this.#unseen() }
  }

  #takeOver(item: number): void {
    const summary = this.#summary
    const counter = summary.lowest
    summary.rename(counter, item, summary.countOf(counter))
    summary.raise(counter)
  }

  #unseen(): number {
    const full = this.#summary.used === this.options.counters
    return Math.max(this.#unseenMost, full ? this.#summary.countOf(this.#summary.lowest) : 0)
  }

  /** Every item of either, with what its counters of both come to; all arrays may be longer than `size`. */
  #joined(other: SpaceSaving) {
    const [ours, theirs] = [this.#summary, other.#summary]
    const [ourUnseen, theirUnseen] = [this.#unseen(), other.#unseen()]
    const most = ours.used + theirs.used
    const items = new Uint32Array(most)
    const counts = new Float64Array(most)
    const errors = new Uint32Array(most)
    let size = 0
    for (let counter = 1; counter <= ours.used; counter++, size++) {
      const item = (items[size] = ours.itemOf(counter))
      const there = theirs.index.find(item)
      counts[size] = ours.countOf(counter) + (there === 0 ? theirUnseen : theirs.countOf(there))
      errors[size] = ours.error[counter] + (there === 0 ? theirUnseen : theirs.error[there])
    }
    for (let counter = 1; counter <= theirs.used; counter++) {
      const item = theirs.itemOf(counter)
      if (ours.index.find(item) !== 0) continue
      items[size] = item
      counts[size] = ourUnseen + theirs.countOf(counter)
      errors[size++] = ourUnseen + theirs.error[counter]
    }
    return { items, counts, errors, size }
  }

  #all(): Ranked[] {
    const summary = this.#summary
    return Array.from({ length: summary.used }, (_, i) => ({
      item: summary.itemOf(i + 1),
      count: summary.countOf(i + 1),
    }))
  }
}

/** Places of the counts, highest count first, of equals the first: each is sorted with its place as lower digits, which needs no calls. */
function highestFirst(counts: Float64Array): Float64Array {
  const size = counts.length
  const keys = counts.map((count, place) => place - count * size).sort()
  return keys.map((key) => ((key % size) + size) % size)
}

export const sketch: SketchSpec = {
  name: 'space-saving',
  title: 'Space-Saving',
  summary:
    'A fixed number of counters; a newcomer takes over the lowest. Errs upwards by N / counters at most.',
  create: (options) => new SpaceSaving(options),
}
