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
  #lowered = 0

  constructor(readonly options: { readonly counters: number }) {
    const { counters } = options
    assert(Number.isInteger(counters) && counters >= 1, 'Misra–Gries has at least one counter')
    this.#index = new SlotIndex(counters + 1, 0)
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
    assert(other.options.counters === this.options.counters, 'Misra–Gries merges with as many counters')
    // Items that only the other has wait until it is known how many stay.
    const strangers: number[] = []
    for (let slot = 1; slot < other.#counts.length; slot++) {
      if (other.#counts[slot] === 0) continue
      const ours = this.#index.find(other.#index.key[slot])
      if (ours === 0) strangers.push(slot)
      else this.#counts[ours] += other.#counts[slot]
    }
    const cut = strangers.length <= this.#freeCount ? 0 : this.#cutWith(other, strangers)
    if (cut > 0) this.#lower(cut)
    for (const slot of strangers) {
      const count = other.#counts[slot]
      if (count > cut) this.#take(other.#index.key[slot], count - cut)
    }
    this.#total += other.#total
    this.#lowered += other.#lowered
  }

  bound(): ErrorBound {
    // Never more than total / (counters + 1): each lowering throws away one of every counter and of the newcomer.
    return { overMost: 0, underMost: this.#lowered, confidence: 1 }
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
    return { counters, used: counters - this.#freeCount }
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

  /** The (k + 1)-th highest of our counts and those of the other's strangers. */
  #cutWith(other: MisraGries, strangers: readonly number[]): number {
    const { counters } = this.options
    const all = new Uint32Array(counters + strangers.length)
    all.set(this.#counts.subarray(1))
    for (let i = 0; i < strangers.length; i++) all[counters + i] = other.#counts[strangers[i]]
    all.sort()
    return all[strangers.length - 1]
  }

  #lower(by: number): void {
    const counts = this.#counts
    this.#lowered += by
    for (let slot = 1; slot < counts.length; slot++) {
      if (counts[slot] > by) counts[slot] -= by
      else if (counts[slot] > 0) {
        counts[slot] = 0
        this.#index.remove(slot)
        this.#free[this.#freeCount++] = slot
      }
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
