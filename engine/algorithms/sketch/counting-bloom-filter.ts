import { assert } from '../../lib/assert.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import { expectedFalsePositives, filterSize, type FilterOptions } from './filter-size.ts'

const SEED_START = 0x1b873593
const SEED_STEP = 0x2c1b3c6d
const COUNTERS_MAX = 2_147_483_648
const RANGE = 4_294_967_296
const COUNT_MAX = 15

/**
 * A Bloom filter whose bits are counters of four bits, so that keys can be taken out again. A counter that is full stays full: it can no
 * longer be lowered, which may keep absent keys passing and never denies a present one.
 * Paper: Fan, Cao, Almeida, Broder, "Summary cache" (2000), section 5.3: a counter overflows with a chance below 1.4e-15 * m.
 * Compare: bloom-filter (a quarter of the memory, nothing can be taken out).
 * Cost: k probes a call; four bits a counter. Invariant: a key that was added more often than removed is taken for present.
 */
export class CountingBloomFilter {
  readonly counters: number
  readonly hashes: number
  /** Eight counters a word. */
  readonly #words: Int32Array
  #keys = 0

  constructor(options: FilterOptions) {
    const { places, hashes } = filterSize(options, COUNTERS_MAX)
    this.counters = places
    this.hashes = hashes
    this.#words = new Int32Array(Math.ceil(this.counters / 8))
  }

  /** Keys that were added and not removed. */
  get keys(): number {
    return this.#keys
  }
  get memoryBytes(): number {
    return this.#words.length * 4
  }

  add(key: number): void {
    this.#keys++
    this.#change(key, 1)
  }

  /** Takes out a key that is in it; nothing else may be taken out. */
  remove(key: number): void {
    assert(this.mayContain(key), 'only a key that was added is removed')
    this.#keys--
    this.#change(key, -1)
  }

  mayContain(key: number): boolean {
    let at = hashInteger32(key, SEED_START)
    let step = hashInteger32(key, SEED_STEP)
    for (let i = 1; i <= this.hashes; i++) {
      const counter = Math.floor((at * this.counters) / RANGE)
      if (((this.#words[counter >>> 3] >>> ((counter & 7) << 2)) & COUNT_MAX) === 0) return false
      at = (at + step) >>> 0
      step = (step + i) >>> 0
    }
    return true
  }

  /** Adds another of the same size, counter by counter. */
  merge(other: CountingBloomFilter): void {
    assert(other.counters === this.counters && other.hashes === this.hashes, 'filters of one size are merged')
    for (let counter = 0; counter < this.counters; counter++) {
      const shift = (counter & 7) << 2
      const sum = Math.min(
        COUNT_MAX,
        ((this.#words[counter >>> 3] >>> shift) & COUNT_MAX) +
          ((other.#words[counter >>> 3] >>> shift) & COUNT_MAX),
      )
      this.#words[counter >>> 3] = (this.#words[counter >>> 3] & ~(COUNT_MAX << shift)) | (sum << shift)
    }
    this.#keys += other.#keys
  }

  /** The share of absent keys that pass, by Bloom's analysis: (1 - e^(-k n / m))^k. */
  falsePositiveRate(): number {
    return expectedFalsePositives(this.counters, this.hashes, this.#keys)
  }

  inspect() {
    const { counters, hashes, keys, memoryBytes } = this
    return { counters, hashes, keys, memoryBytes, falsePositiveRate: this.falsePositiveRate() } as const
  }

  #change(key: number, by: 1 | -1): void {
    const words = this.#words
    let at = hashInteger32(key, SEED_START)
    let step = hashInteger32(key, SEED_STEP)
    for (let i = 1; i <= this.hashes; i++) {
      const counter = Math.floor((at * this.counters) / RANGE)
      const shift = (counter & 7) << 2
      const count = (words[counter >>> 3] >>> shift) & COUNT_MAX
      if (count < COUNT_MAX) words[counter >>> 3] = (words[counter >>> 3] + (by << shift)) | 0
      at = (at + step) >>> 0
      step = (step + i) >>> 0
    }
  }
}
