import { assert } from '../../lib/assert.ts'

/**
 * A set of positions 0 to length - 1 that knows its largest: a bitmap, and above each bitmap a summary with one bit for
 * each of its words that is not empty.
 * Paper: van Emde Boas, "Preserving order in a forest in less than logarithmic time" (1975), here with fan-out 32.
 * Compare: a binary heap (log2 steps, and no deletion from the middle). Cost: O(log32 length) a call; about one bit a
 * position. Invariant: a summary bit is set exactly when its word is not zero.
 */
export class PositionSet {
  readonly #levels: Int32Array[] = []

  constructor(length: number) {
    assert(Number.isInteger(length) && length >= 1, 'a position set has at least one position')
    let words = length
    do {
      words = Math.ceil(words / 32)
      this.#levels.push(new Int32Array(words))
    } while (words > 1)
  }

  add(position: number): void {
    let at = position
    for (const words of this.#levels) {
      const before = words[at >>> 5]
      words[at >>> 5] = before | (1 << (at & 31))
      if (before !== 0) return
      at >>>= 5
    }
  }

  delete(position: number): void {
    let at = position
    for (const words of this.#levels) {
      words[at >>> 5] &= ~(1 << (at & 31))
      if (words[at >>> 5] !== 0) return
      at >>>= 5
    }
  }

  /** The largest position, or -1 if there is none. */
  max(): number {
    let at = 0
    for (let level = this.#levels.length - 1; level >= 0; level--) {
      const word = this.#levels[level][at]
      if (word === 0) return -1
      at = at * 32 + 31 - Math.clz32(word)
    }
    return at
  }

  /** The positions from the largest down, at most `limit`; walks over empty words. */
  descending(limit: number): number[] {
    const found: number[] = []
    const words = this.#levels[0]
    for (let i = words.length - 1; i >= 0 && found.length < limit; i--) {
      for (let bit = 31; words[i] !== 0 && bit >= 0 && found.length < limit; bit--) {
        if ((words[i] >>> bit) & 1) found.push(i * 32 + bit)
      }
    }
    return found
  }

  clear(): void {
    for (const words of this.#levels) words.fill(0)
  }
}
