import { finalize32 } from '../../../lib/hash.ts'

const NONE = -1
const HASH_SEED = 0x9e3779b1
const FIRST_ENTRIES = 16

/**
 * Remembers the configurations that a search has been through, so that none is searched twice. A configuration is a row of
 * integers: a key, then one bit for each operation that it has used up. Of two with the same key, the one whose used
 * operations are among the other's can do all that the other can.
 * Paper: Lowe, "Testing for linearizability" (2017), section 3 (memoising the configurations of Wing and Gong's search).
 * Compare: a set of exact configurations, which searches the less able ones again.
 * Cost: a few integers a configuration; a look-up walks those of the same key, counted in `comparisons`.
 * Invariant: what was added is covered ever after.
 */
export class ConfigurationMemo {
  /** How many entries were looked at: the work behind the look-ups. */
  comparisons = 0
  readonly #keySize: number
  readonly #rowSize: number
  #entries: Int32Array
  #heads: Int32Array
  #count = 0

  /** `keySize` integers of key, then `words` integers of bits. */
  constructor(options: { readonly keySize: number; readonly words: number }) {
    this.#keySize = options.keySize
    this.#rowSize = options.keySize + options.words
    this.#entries = new Int32Array(FIRST_ENTRIES * (1 + this.#rowSize))
    this.#heads = new Int32Array(FIRST_ENTRIES).fill(NONE)
  }

  /** Whether one at least as able as the configuration at `from` in `cells` is known; when not, it is added. */
  coversOrAdd(cells: Int32Array, from: number): boolean {
    let entry = this.#heads[this.#bucket(cells, from)]
    for (; entry !== NONE; entry = this.#entries[entry]) {
      this.comparisons++
      if (this.#covers(entry + 1, cells, from)) return true
    }
    this.#add(cells, from)
    return false
  }

  #covers(row: number, cells: Int32Array, from: number): boolean {
    const entries = this.#entries
    let i = 0
    for (; i < this.#keySize; i++) if (entries[row + i] !== cells[from + i]) return false
    for (; i < this.#rowSize; i++) if ((entries[row + i] & ~cells[from + i]) !== 0) return false
    return true
  }

  #add(cells: Int32Array, from: number): void {
    if (this.#count === this.#heads.length) this.#grow()
    const entry = this.#count++ * (1 + this.#rowSize)
    for (let i = 0; i < this.#rowSize; i++) this.#entries[entry + 1 + i] = cells[from + i]
    this.#link(entry)
  }

  #link(entry: number): void {
    const bucket = this.#bucket(this.#entries, entry + 1)
    this.#entries[entry] = this.#heads[bucket]
    this.#heads[bucket] = entry
  }

  #bucket(cells: Int32Array, from: number): number {
    let hash = HASH_SEED
    for (let i = 0; i < this.#keySize; i++) hash = finalize32(hash ^ cells[from + i])
    return hash & (this.#heads.length - 1)
  }

  #grow(): void {
    const entries = new Int32Array(2 * this.#entries.length)
    entries.set(this.#entries)
    this.#entries = entries
    this.#heads = new Int32Array(2 * this.#heads.length).fill(NONE)
    for (let i = 0; i < this.#count; i++) this.#link(i * (1 + this.#rowSize))
  }
}
