import { assert } from '../../../lib/assert.ts'
import { SlotIndex } from '../../cache/slot-index.ts'
import { byRank, type ErrorBound, type HeavyHitters, type Ranked, type SketchSpec } from '../heavy-hitters.ts'

const BYTES_PER_COUNTER = 8 + 90

/**
 * k counters. An item that has one raises it; another takes a free one; if none is free, all are lowered by one, which throws away
 * k + 1 different items at a time.
 * Paper: Misra, Gries, "Finding repeated elements" (1982); merging: Agarwal et al., "Mergeable summaries" (2012), section 2.
 * Compare: Space-Saving (the same counters, errs upwards).
 * Cost: O(1) amortised, since lowering costs k and takes k + 1 from the total; O(k) space.
 * Invariant: true - N / (k + 1) <= estimate <= true.
 */
export class MisraGries implements HeavyHitters {
  readonly #index: SlotIndex
  /** By slot, from 1; 0: the slot is free. */
  readonly #counts: Uint32Array
  readonly #free: Int32Array
  #freeCount: number
  #total = 0
  /** By how much all counters were lowered: what an estimate is too low by at the most. */
  #lowered = 0

  constructor(readonly options: { readonly counters: number }) {
    const { counters } = options
    assert(Number.isInteger(counters) && counters >= 1, 'Misra–Gries has at least one counter')
    this.#index = new SlotIndex(counters + 1)
    this.#counts = new Uint32Array(counters + 1)
    this.#free = new Int32Array(counters)
    this.#freeCount = 0
    this.#freeAll()
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.options.counters * BYTES_PER_COUNTER
  }

  add(item: number): void {
    assert(item >>> 0 === item, 'an item is a whole number below 2^32')
    this.#total++
    const slot = this.#index.find(item)
    if (slot !== 0) this.#counts[slot]++
    else if (this.#freeCount > 0) this.#take(item, 1)
    else this.#lower(1)
  }

  estimate(item: number): number {
    return this.#counts[this.#index.find(item)]
  }

  top(count: number): Ranked[] {
    return this.#all().sort(byRank).slice(0, count)
  }

  /** Adds counters of the same item, then lowers all by the (k + 1)-th highest: at most k are left. */
  merge(other: MisraGries): void {
    const { counters } = this.options
    assert(other.options.counters === counters, 'Misra–Gries merges with as many counters')
    const sums = new Map(this.#all().map(({ item, count }) => [item, count]))
    for (const { item, count } of other.#all()) sums.set(item, (sums.get(item) ?? 0) + count)
    const all = [...sums].map(([item, count]) => ({ item, count })).sort(byRank)
    const cut = all.length > counters ? all[counters].count : 0
    const lowered = this.#lowered + other.#lowered + cut
    const total = this.#total + other.#total
    this.clear()
    for (const { item, count } of all) if (count > cut) this.#take(item, count - cut)
    this.#total = total
    this.#lowered = lowered
  }

  bound(): ErrorBound {
    return { overMost: 0, underMost: this.#total / (this.options.counters + 1), confidence: 1 }
  }

  clear(): void {
    this.#index.clear()
    this.#counts.fill(0)
    this.#freeAll()
    this.#total = 0
    this.#lowered = 0
  }

  inspect() {
    const { counters } = this.options
    return { counters, used: counters - this.#freeCount, lowered: this.#lowered }
  }

  #all(): Ranked[] {
    const all: Ranked[] = []
    for (let slot = 1; slot < this.#counts.length; slot++) {
      if (this.#counts[slot] > 0) all.push({ item: this.#index.key[slot], count: this.#counts[slot] })
    }
    return all
  }

  #take(item: number, count: number): void {
    const slot = this.#free[--this.#freeCount]
    this.#index.add(slot, item)
    this.#counts[slot] = count
  }

  #lower(by: number): void {
    const counts = this.#counts
    this.#lowered += by
    for (let slot = 1; slot < counts.length; slot++) {
      counts[slot] -= by
      if (counts[slot] > 0) continue
      this.#index.remove(slot)
      this.#free[this.#freeCount++] = slot
    }
  }

  #freeAll(): void {
    this.#freeCount = this.options.counters
    for (let i = 0; i < this.#freeCount; i++) this.#free[i] = this.#freeCount - i
  }
}

export const sketch: SketchSpec = {
  name: 'misra-gries',
  title: 'Misra–Gries',
  summary:
    'A fixed number of counters, all lowered together when a newcomer finds none: errs downwards only.',
  create: (options) => new MisraGries(options),
}
