import { assert } from '../../lib/assert.ts'

const CELLS_AT_START = 256
/** An item's cell, its count and a note; see `memoryBytes`. */
const BYTES_PER_CELL = 12

/**
 * Counts by item in open addressing with linear probing, at most half full: the exact answer, in memory that grows with the number of
 * different items. Beside each count stands a note of the caller's (Lossy Counting keeps there how much it may have missed).
 * Paper: Knuth, The Art of Computer Programming vol. 3, section 6.4 (Algorithm L).
 * Compare: Map (several times slower in this use). Cost: O(1) expected a call; 24 bytes an item at least.
 * Invariant: no free cell lies between an item and its home.
 */
export class CountTable {
  #items: Uint32Array
  /** 0: the cell is free. */
  #counts: Uint32Array
  #notes: Uint32Array
  #shift: number
  #size = 0

  /** `cells`: how many it begins with, a power of two; it grows by itself. */
  constructor(cells = CELLS_AT_START) {
    this.#items = new Uint32Array(cells)
    this.#counts = new Uint32Array(cells)
    this.#notes = new Uint32Array(cells)
    this.#shift = Math.clz32(cells) + 1
  }

  /** How many different items have a count. */
  get size(): number {
    return this.#size
  }

  get memoryBytes(): number {
    return this.#items.length * BYTES_PER_CELL
  }

  get(item: number): number {
    return this.#counts[this.#find(item)]
  }

  note(item: number): number {
    return this.#notes[this.#find(item)]
  }

  /** Adds to the item's count; `note` is set when the item is new. Returns the new count. */
  add(item: number, amount: number, note = 0): number {
    const at = this.#find(item)
    const before = this.#counts[at]
    const count = before + amount
    this.#counts[at] = count
    if (before !== 0) return count
    this.#items[at] = item
    this.#notes[at] = note
    this.#size++
    if (this.#size * 2 > this.#items.length) this.#rebuild(this.#items.length * 2)
    return count
  }

  /** Every item with its count and note, in no order that means anything. */
  forEach(visit: (item: number, count: number, note: number) => void): void {
    const counts = this.#counts
    for (let at = 0; at < counts.length; at++)
      if (counts[at] !== 0) visit(this.#items[at], counts[at], this.#notes[at])
  }

  /** Keeps only items whose count and note together are above `most`. */
  dropUpTo(most: number): void {
    const [items, counts, notes] = [this.#items, this.#counts, this.#notes]
    let kept = 0
    for (let at = 0; at < counts.length; at++) {
      if (counts[at] === 0) continue
      if (counts[at] + notes[at] <= most) counts[at] = 0
      else kept++
    }
    if (kept === this.#size) return
    this.#size = kept
    this.#rehash(items, counts, notes, items.length)
  }

  clear(): void {
    this.#counts.fill(0)
    this.#size = 0
  }

  #find(item: number): number {
    const counts = this.#counts
    const items = this.#items
    const mask = items.length - 1
    let at = Math.imul(item ^ (item >>> 15), 0x9e3779b1) >>> this.#shift
    while (counts[at] !== 0 && items[at] !== item) at = (at + 1) & mask
    return at
  }

  #rebuild(cells: number): void {
    assert(cells <= 1_073_741_824, 'a count table has at most 2^29 items')
    this.#rehash(this.#items, this.#counts, this.#notes, cells)
  }

  #rehash(items: Uint32Array, counts: Uint32Array, notes: Uint32Array, cells: number): void {
    this.#items = new Uint32Array(cells)
    this.#counts = new Uint32Array(cells)
    this.#notes = new Uint32Array(cells)
    this.#shift = Math.clz32(cells) + 1
    for (let from = 0; from < counts.length; from++) {
      if (counts[from] === 0) continue
      const at = this.#find(items[from])
      this.#items[at] = items[from]
      this.#counts[at] = counts[from]
      this.#notes[at] = notes[from]
    }
  }
}
