import { assert } from '../../lib/assert.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import { expectedFalsePositives, filterSize, type FilterOptions } from './filter-size.ts'

const SEED_START = 0x1b873593
const SEED_STEP = 0x2c1b3c6d
const BITS_MAX = 4_294_967_296

/**
 * A set of integer keys in a few bits each, which may take an absent key for present and never a present one for absent.
 * Each key sets k bits of m; a key whose k bits are all set is taken for present.
 * Paper: Bloom, "Space/time trade-offs in hash coding with allowable errors" (1970); bits from two hashes by enhanced
 * double hashing: Dillinger, Manolios, "Bloom filters in probabilistic verification" (FMCAD 2004).
 * Compare: an exact set (no errors, ten times the memory), cached absence (learns of a key when it is asked for).
 * Cost: k bit probes a call; -ln(p) / ln(2)^2 bits a key for a rate p of false positives, 9.6 for 1 %.
 * Invariant: every key that was added is taken for present.
 */
export class BloomFilter {
  /** m. */
  readonly bits: number
  /** k. */
  readonly hashes: number
  readonly #words: Uint32Array
  #keys = 0
  #bitsSet = 0

  /** Sized for so many keys at so small a rate of false positives; with more keys the rate is higher. */
  constructor(options: FilterOptions) {
    const { places, hashes } = filterSize(options, BITS_MAX)
    this.bits = places
    this.hashes = hashes
    this.#words = new Uint32Array(Math.ceil(this.bits / 32))
  }

  /** Keys that were added; one that was added twice counts twice. */
  get keys(): number {
    return this.#keys
  }

  /** Bits that are set. */
  get bitsSet(): number {
    return this.#bitsSet
  }

  add(key: number): void {
    assert(Number.isSafeInteger(key) && key >= 0, 'a key is a non-negative safe integer')
    const words = this.#words
    let at = hashInteger32(key, SEED_START)
    let step = hashInteger32(key, SEED_STEP)
    for (let i = 1; i <= this.hashes; i++) {
      const bit = this.#bitAt(at)
      const mask = 1 << (bit & 31)
      if ((words[bit >>> 5] & mask) === 0) {
        words[bit >>> 5] |= mask
        this.#bitsSet++
      }
      at = (at + step) >>> 0
      step = (step + i) >>> 0
    }
    this.#keys++
  }

  /** False: the key was never added. True: it was, or this is one of the false positives. */
  mayContain(key: number): boolean {
    const words = this.#words
    let at = hashInteger32(key, SEED_START)
    let step = hashInteger32(key, SEED_STEP)
    for (let i = 1; i <= this.hashes; i++) {
      const bit = this.#bitAt(at)
      if ((words[bit >>> 5] & (1 << (bit & 31))) === 0) return false
      at = (at + step) >>> 0
      step = (step + i) >>> 0
    }
    return true
  }

  /** The share of absent keys that pass, by Bloom's analysis: (1 - e^(-k n / m))^k. */
  falsePositiveRate(): number {
    return expectedFalsePositives(this.bits, this.hashes, this.#keys)
  }

  inspect() {
    const { bits, hashes, keys, bitsSet } = this
    return { bits, hashes, keys, bitsSet, falsePositiveRate: this.falsePositiveRate() } as const
  }

  /** Spreads a 32-bit hash over the bits: by its share of the whole range, which needs no division. */
  #bitAt(hash: number): number {
    return Math.floor((hash * this.bits) / BITS_MAX)
  }
}
