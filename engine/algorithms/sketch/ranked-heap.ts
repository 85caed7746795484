import { assert } from '../../lib/assert.ts'
import { SlotIndex } from '../cache/slot-index.ts'
import { byRank, type Ranked } from './heavy-hitters.ts'

/** Count, place in the heap, and the index's share. */
const BYTES_PER_ENTRY = 16 + 40

/**
 * The items with the highest counts that were offered: a binary heap with the lowest on top, and an index that finds an item in it, so
 * that a count can be corrected where it stands.
 * Paper: Williams, "Algorithm 232: heapsort" (1964); beside a sketch: Charikar, Chen, Farach-Colton (2002), section 3.2.
 * Compare: a heap without an index (the source's: it searches the whole heap for every item, or goes stale).
 * Cost: O(log capacity) an offer, O(1) for what is too small. Invariant: no entry is below its parent; the index points at every entry.
 */
export class RankedHeap {
  readonly #index: SlotIndex
  /** By slot, from 1. */
  readonly #counts: Float64Array
  readonly #placeOf: Int32Array
  /** Slots in heap order, from place 1. */
  readonly #heap: Int32Array
  #size = 0

  constructor(readonly capacity: number) {
    assert(Number.isInteger(capacity) && capacity >= 1, 'a ranked heap holds at least one item')
    this.#index = new SlotIndex(capacity + 1, 0)
    this.#counts = new Float64Array(capacity + 1)
    this.#placeOf = new Int32Array(capacity + 1)
    this.#heap = new Int32Array(capacity + 1)
  }

  get size(): number {
    return this.#size
  }
  get memoryBytes(): number {
    return this.capacity * BYTES_PER_ENTRY
  }
  /** The lowest count in it when it is full; 0 before. */
  get floor(): number {
    return this.#size < this.capacity ? 0 : this.#counts[this.#heap[1]]
  }

  has(item: number): boolean {
    return this.#index.find(item) !== 0
  }

  /** The item's count, 0 when it is not here. */
  get(item: number): number {
    return this.#counts[this.#index.find(item)]
  }

  /** Says what an item's count is now; it is kept if it is among the highest. */
  offer(item: number, count: number): void {
    const slot = this.#index.find(item)
    if (slot !== 0) return this.#change(slot, count)
    if (this.#size < this.capacity) return this.#insert(item, count)
    const lowest = this.#heap[1]
    if (count <= this.#counts[lowest]) return
    this.#index.remove(lowest)
    this.#index.add(lowest, item)
    this.#counts[lowest] = count
    this.#sink(1)
  }

  /** The entry with the lowest count. */
  lowest(): Ranked {
    assert(this.#size > 0, 'an empty heap has no lowest entry')
    const slot = this.#heap[1]
    return { item: this.#index.key[slot], count: this.#counts[slot] }
  }

  forEach(visit: (item: number, count: number) => void): void {
    for (let place = 1; place <= this.#size; place++) {
      const slot = this.#heap[place]
      visit(this.#index.key[slot], this.#counts[slot])
    }
  }

  top(count: number): Ranked[] {
    const all: Ranked[] = []
    this.forEach((item, itsCount) => all.push({ item, count: itsCount }))
    return all.sort(byRank).slice(0, count)
  }

  clear(): void {
    this.#index.clear()
    this.#size = 0
  }

  #insert(item: number, count: number): void {
    const slot = ++this.#size
    this.#index.add(slot, item)
    this.#counts[slot] = count
    this.#put(slot, slot)
    this.#rise(slot)
  }

  #change(slot: number, count: number): void {
    const before = this.#counts[slot]
    this.#counts[slot] = count
    if (count > before) this.#sink(this.#placeOf[slot])
    else if (count < before) this.#rise(this.#placeOf[slot])
  }

  #rise(from: number): void {
    const [heap, counts] = [this.#heap, this.#counts]
    const slot = heap[from]
    let place = from
    while (place > 1 && counts[heap[place >>> 1]] > counts[slot]) {
      this.#put(place, heap[place >>> 1])
      place >>>= 1
    }
    this.#put(place, slot)
  }

  #sink(from: number): void {
    const heap = this.#heap
    const counts = this.#counts
    const size = this.#size
    const slot = heap[from]
    const count = counts[slot]
    let place = from
    for (let child = 2 * place; child <= size; child = 2 * place) {
      if (child < size && counts[heap[child + 1]] < counts[heap[child]]) child++
      if (counts[heap[child]] >= count) break
      this.#put(place, heap[child])
      place = child
    }
    this.#put(place, slot)
  }

  #put(place: number, slot: number): void {
    this.#heap[place] = slot
    this.#placeOf[slot] = place
  }
}
