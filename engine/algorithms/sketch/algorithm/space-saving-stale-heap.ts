import { assert } from '../../../lib/assert.ts'
import { byRank, type ErrorBound, type HeavyHitters, type Ranked, type SketchSpec } from '../heavy-hitters.ts'
import { RankedHeap } from '../ranked-heap.ts'

const BYTES_PER_COUNTER = 16 + 106

/**
 * Space-Saving as the source has it: its heap keeps the count that an item had when it came in, so that the "lowest" counter is that of
 * whoever came in early, a heavy hitter most likely, and the newcomer goes on from a count that is far too low.
 * Paper: none; a mistake on purpose. Compare: space-saving. Cost: O(log k) an item.
 * Invariant: none of Space-Saving's; estimates fall below the true counts.
 */
export class StaleSpaceSaving implements HeavyHitters {
  readonly #counts = new Map<number, number>()
  #heap: RankedHeap
  #total = 0

  constructor(readonly options: { readonly counters: number }) {
    assert(
      Number.isInteger(options.counters) && options.counters >= 1,
      'Space-Saving has at least one counter',
    )
    this.#heap = new RankedHeap(options.counters)
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.options.counters * BYTES_PER_COUNTER
  }

  add(item: number): void {
    this.#total++
    const count = this.#counts.get(item)
    if (count !== undefined) {
      this.#counts.set(item, count + 1) // and the heap is not told
    } else if (this.#counts.size < this.options.counters) {
      this.#counts.set(item, 1)
      this.#heap.offer(item, 1)
    } else {
      const { item: evicted, count: stale } = this.#heap.lowest()
      this.#counts.delete(evicted)
      this.#counts.set(item, stale + 1)
      this.#heap.offer(item, stale + 1)
    }
  }

  estimate(item: number): number {
    return this.#counts.get(item) ?? 0
  }

  top(count: number): Ranked[] {
    return this.#all().sort(byRank).slice(0, count)
  }

  merge(other: StaleSpaceSaving): void {
    for (const { item, count } of other.#all()) this.#counts.set(item, this.estimate(item) + count)
    const kept = this.top(this.options.counters)
    const total = this.#total + other.#total
    this.clear()
    for (const { item, count } of kept) {
      this.#counts.set(item, count)
      this.#heap.offer(item, count)
    }
    this.#total = total
  }

  bound(): ErrorBound {
    return { overMost: this.#total / this.options.counters, underMost: 0, confidence: 1 }
  }

  clear(): void {
    this.#counts.clear()
    this.#heap = new RankedHeap(this.options.counters)
    this.#total = 0
  }

  inspect() {
    return { counters: this.options.counters, used: this.#counts.size }
  }

  #all(): Ranked[] {
    return [...this.#counts].map(([item, count]) => ({ item, count }))
  }
}

export const sketch: SketchSpec = {
  name: 'space-saving-stale-heap',
  title: 'Space-Saving of the source',
  summary: 'Its heap is not told when counts rise: it evicts heavy hitters for newcomers.',
  broken: true,
  create: (options) => new StaleSpaceSaving(options),
}
