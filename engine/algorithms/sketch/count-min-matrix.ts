import { assert } from '../../lib/assert.ts'
import { hashInteger32 } from '../../lib/hash.ts'
import { E, exp } from '../../lib/math.ts'

const SEED_START = 0x51ed270b
const SEED_STEP = 0x2545f491
const RANGE = 4_294_967_296
const BYTES_PER_COUNTER = 4
/** More columns than this say nothing more in a picture. */
const SHOWN_COLUMNS = 256

/**
 * A matrix of counters: each item has one counter in every row, and its estimate is the lowest of them, because other items can only
 * have raised it. With conservative update an item raises only those of its counters that would otherwise be below its new estimate.
 * Paper: Cormode, Muthukrishnan, "An improved data stream summary: the count-min sketch and its applications" (2005), Theorem 1;
 * conservative update: Estan, Varghese (2002), section 3.3.1. Departure: the rows' hashes are made of two (Kirsch, Mitzenmacher 2006).
 * Compare: an exact table (memory grows with the items), frequency-sketch (4 bits, fades).
 * Cost: `depth` counters a call. Invariant: estimate >= true count; with probability 1 - e^-depth, estimate <= true + e / width * N.
 */
export class CountMinMatrix {
  readonly #counters: Uint32Array
  readonly #cells: Int32Array
  #total = 0

  constructor(
    readonly options: {
      readonly width: number
      readonly depth: number
      readonly seed: number
      readonly conservative: boolean
    },
  ) {
    const { width, depth } = options
    assert(Number.isInteger(width) && width >= 1, 'a Count-Min matrix has at least one column')
    assert(Number.isInteger(depth) && depth >= 1 && depth <= 64, 'a Count-Min matrix has 1 to 64 rows')
    this.#counters = new Uint32Array(width * depth)
    this.#cells = new Int32Array(depth)
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.#counters.length * BYTES_PER_COUNTER
  }
  /** Counts that an estimate may be too high by, and how sure that is for any one item. */
  get overMost(): number {
    return (E / this.options.width) * this.#total
  }
  get confidence(): number {
    return 1 - exp(-this.options.depth)
  }

  /** Counts one item; returns its new estimate. */
  add(item: number): number {
    this.#total++
    return this.options.conservative ? this.#raise(item) : this.#increment(item)
  }

  estimate(item: number): number {
    const counters = this.#counters
    const { width, depth, seed } = this.options
    let at = hashInteger32(item, SEED_START ^ seed)
    let step = hashInteger32(item, SEED_STEP ^ seed)
    let lowest = RANGE
    for (let row = 0; row < depth; row++) {
      const count = counters[row * width + Math.floor((at * width) / RANGE)]
      if (count < lowest) lowest = count
      at = (at + step) >>> 0
      step = (step + row + 1) >>> 0
    }
    return lowest
  }

  /** Adds another matrix of the same make, counter by counter: exactly what one matrix of both streams would be, or (conservative) no more. */
  merge(other: CountMinMatrix): void {
    const { width, depth, seed } = this.options
    const same = other.options.width === width && other.options.depth === depth && other.options.seed === seed
    assert(same, 'Count-Min matrices are merged only if their sizes and hashes are the same')
    const [ours, theirs] = [this.#counters, other.#counters]
    for (let i = 0; i < ours.length; i++) ours[i] += theirs[i]
    this.#total += other.#total
  }

  clear(): void {
    this.#counters.fill(0)
    this.#total = 0
  }

  /** The counters for a picture, row by row; wide rows are folded, keeping the highest of the columns that share a place. */
  inspect() {
    const { width, depth, conservative } = this.options
    const columns = Math.min(width, SHOWN_COLUMNS)
    const cells: number[] = Array.from({ length: columns * depth }, () => 0)
    for (let row = 0; row < depth; row++) {
      for (let column = 0; column < width; column++) {
        const at = row * columns + Math.floor((column * columns) / width)
        cells[at] = Math.max(cells[at], this.#counters[row * width + column])
      }
    }
    return {
      width,
      depth,
      conservative,
      columns,
      cells,
      overMost: this.overMost,
      confidence: this.confidence,
    }
  }

  #increment(item: number): number {
    const counters = this.#counters
    const { width, depth, seed } = this.options
    let at = hashInteger32(item, SEED_START ^ seed)
    let step = hashInteger32(item, SEED_STEP ^ seed)
    let lowest = RANGE
    for (let row = 0; row < depth; row++) {
      const count = ++counters[row * width + Math.floor((at * width) / RANGE)]
      if (count < lowest) lowest = count
      at = (at + step) >>> 0
      step = (step + row + 1) >>> 0
    }
    return lowest
  }

  #raise(item: number): number {
    const counters = this.#counters
    const cells = this.#cells
    const { width, depth, seed } = this.options
    let at = hashInteger32(item, SEED_START ^ seed)
    let step = hashInteger32(item, SEED_STEP ^ seed)
    let lowest = RANGE
    for (let row = 0; row < depth; row++) {
      const cell = row * width + Math.floor((at * width) / RANGE)
      cells[row] = cell
      if (counters[cell] < lowest) lowest = counters[cell]
      at = (at + step) >>> 0
      step = (step + row + 1) >>> 0
    }
    lowest++
    for (let row = 0; row < depth; row++) if (counters[cells[row]] < lowest) counters[cells[row]] = lowest
    return lowest
  }
}
