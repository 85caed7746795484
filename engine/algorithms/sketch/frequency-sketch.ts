import { assert } from '../../lib/assert.ts'
import { finalize32, hashInteger32 } from '../../lib/hash.ts'

const ROWS = 4
const MAX_COUNT = 15
/** Counters a row for each entry of the cache: 16 over the four rows, 8 bytes an entry. */
const COUNTERS_PER_ENTRY = 4
const MIN_WIDTH = 64
/** The paper's W / C: how many requests, in cache sizes, make a sample. */
const SAMPLES_PER_ENTRY = 10

/**
 * How often keys were asked for lately: a Count-Min sketch of 4-bit counters that are halved whenever a sample of ten
 * requests per cache entry is full, so that old fame fades. An estimate is never below the aged count (up to 15).
 * Paper: Einziger, Friedman, Manes, "TinyLFU: a highly efficient cache admission policy" (2017), section 3: conservative
 * (minimal) increment, periodic reset. Departure: no doorkeeper in front. Compare: count-min (exact width, no aging).
 * Cost: O(1) a call, amortised over the reset; 8 bytes an entry. Invariant: additions < sample size.
 */
export class FrequencySketch {
  #entries: number
  #width: number
  /** Eight counters a word, row after row. */
  #words: Int32Array
  #additions = 0

  /** `entries`: how many the cache holds when full; `ensureEntries` raises it. */
  constructor(options: { entries: number }) {
    assert(
      Number.isInteger(options.entries) && options.entries >= 1,
      'a sketch is for a positive number of entries',
    )
    this.#entries = options.entries
    this.#width = widthFor(options.entries)
    this.#words = new Int32Array((ROWS * this.#width) / 8)
  }

  /** Counts one request for a key. */
  add(key: number): void {
    const lowest = this.estimate(key)
    if (lowest < MAX_COUNT) this.#raise(key, lowest)
    this.#additions++
    if (this.#additions >= this.#entries * SAMPLES_PER_ENTRY) this.#age()
  }

  /** How often a key was asked for, aged: 0 to 15, too high if other keys share all its counters. */
  estimate(key: number): number {
    const words = this.#words
    const rowWords = this.#width >>> 3
    const mask = this.#width - 1
    const step = stepOf(key)
    let at = hashInteger32(key)
    let lowest = MAX_COUNT
    for (let row = 0; row < ROWS; row++) {
      const column = at & mask
      const count = (words[row * rowWords + (column >>> 3)] >>> ((column & 7) << 2)) & MAX_COUNT
      if (count < lowest) lowest = count
      at = (at + step) | 0
    }
    return lowest
  }

  /** Widens the sketch for a cache of that many entries; what was counted stays counted. */
  ensureEntries(entries: number): void {
    if (entries <= this.#entries) return
    this.#entries = entries
    while (this.#width < widthFor(entries)) this.#double()
  }

  inspect() {
    const sampleSize = this.#entries * SAMPLES_PER_ENTRY
    return { rows: ROWS, width: this.#width, additions: this.#additions, sampleSize } as const
  }

  /** Raises those of the key's counters that are lowest: raising the others would only add error. */
  #raise(key: number, lowest: number): void {
    const words = this.#words
    const rowWords = this.#width >>> 3
    const mask = this.#width - 1
    const step = stepOf(key)
    let at = hashInteger32(key)
    for (let row = 0; row < ROWS; row++) {
      const column = at & mask
      const word = row * rowWords + (column >>> 3)
      const shift = (column & 7) << 2
      if (((words[word] >>> shift) & MAX_COUNT) === lowest) words[word] += 1 << shift
      at = (at + step) | 0
    }
  }

  /** Halves all counters, eight at a time. */
  #age(): void {
    const words = this.#words
    for (let i = 0; i < words.length; i++) words[i] = (words[i] >>> 1) & 0x77777777
    this.#additions >>>= 1
  }

  /** Twice the width: a counter's two heirs both start from its value, so no estimate sinks. */
  #double(): void {
    const rowWords = this.#width >>> 3
    const words = new Int32Array(this.#words.length * 2)
    for (let row = 0; row < ROWS; row++) {
      const from = this.#words.subarray(row * rowWords, (row + 1) * rowWords)
      words.set(from, 2 * row * rowWords)
      words.set(from, (2 * row + 1) * rowWords)
    }
    this.#words = words
    this.#width *= 2
  }
}

/** By how much a key's columns lie apart, row to row: double hashing, odd so that rows differ. */
function stepOf(key: number): number {
  return finalize32((key | 0) ^ 0x9e3779b9) | 1
}

function widthFor(entries: number): number {
  let width = MIN_WIDTH
  while (width < entries * COUNTERS_PER_ENTRY) width *= 2
  return width
}
