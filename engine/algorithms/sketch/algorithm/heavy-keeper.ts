import { assert } from '../../../lib/assert.ts'
import { finalize32, hashInteger32 } from '../../../lib/hash.ts'
import type { RandomStream } from '../../../lib/random.ts'
import type { ErrorBound, HeavyHitters, Ranked, SketchOptions, SketchSpec } from '../heavy-hitters.ts'
import { RankedHeap } from '../ranked-heap.ts'

const RANGE = 4_294_967_296
const SEED_PRINT = 0x3c6ef372
const SEED_START = 0x7f4a7c15
const SEED_STEP = 0x165667b1
/** The paper's b: a counter of C is lowered by a stranger with probability b^-C. */
const DECAY_BASE = 1.08
/** Beyond this count b^-C is below 10^-8, and not tried. */
const DECAYS = 240
const BYTES_PER_CELL = 8
/** The error, as a share of the stream, that `bound` speaks of. */
const ERROR_SHARE = 0.001

/** Thresholds for a 32-bit draw, by count. */
const DECAY_BELOW = Float64Array.from({ length: DECAYS })
DECAY_BELOW[0] = RANGE
for (let count = 1; count < DECAYS; count++) DECAY_BELOW[count] = DECAY_BELOW[count - 1] / DECAY_BASE

/**
 * Cells of a fingerprint and a count. A stranger lowers the count with a chance that falls off exponentially with it, and takes the cell
 * over at zero: mice die out, elephants stay. A heap remembers who is high; an item enters it only by one step at a time, which keeps
 * out those whose fingerprint collides with an elephant's.
 * Paper: Yang, Zhang, Li, Gong, Uhlig, Chen, Li, "HeavyKeeper: an accurate algorithm for finding top-k elephant flows" (2019), sections
 * III and IV. Departure: 32-bit fingerprints.
 * Compare: Space-Saving (no chance, errs upwards). Cost: `depth` cells and O(log counters) an item.
 * Invariant: an estimate is not above the true count but for fingerprints that collide (2^-32 a pair).
 */
export class HeavyKeeper implements HeavyHitters {
  readonly #width: number
  readonly #depth: number
  readonly #seed: number
  /** Signed, for engines keep a number beyond 2^31 as an object. */
  readonly #prints: Int32Array
  readonly #counts: Int32Array
  readonly #top: RankedHeap
  readonly #random: RandomStream
  #total = 0

  constructor({ width, depth, counters, seed, random }: SketchOptions) {
    assert(width >= 1 && depth >= 1, 'HeavyKeeper has at least one cell')
    this.#width = width
    this.#depth = depth
    this.#seed = seed
    this.#random = random
    this.#prints = new Int32Array(width * depth)
    this.#counts = new Int32Array(width * depth)
    this.#top = new RankedHeap(counters)
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.#prints.length * BYTES_PER_CELL + this.#top.memoryBytes
  }

  add(item: number): void {
    assert(item >>> 0 === item, 'an item is a whole number below 2^32')
    this.#total++
    const count = this.#insert(item)
    const top = this.#top
    const ranked = top.get(item)
    if (ranked > 0) {
      if (count > ranked) top.offer(item, count)
    } else if (count > 0 && (top.size < top.capacity || count === top.floor + 1)) top.offer(item, count)
  }

  estimate(item: number): number {
    const ranked = this.#top.get(item)
    // Cells may have been worn down since it was ranked, and never say more.
    if (ranked > 0) return ranked
    const print = hashInteger32(item, SEED_PRINT ^ this.#seed) | 0
    let at = finalize32(print ^ SEED_START)
    const step = finalize32(print ^ SEED_STEP)
    let highest = 0
    for (let row = 0; row < this.#depth; row++) {
      const cell = row * this.#width + Math.floor((at * this.#width) / RANGE)
      if (this.#prints[cell] === print && this.#counts[cell] > highest) highest = this.#counts[cell]
      at = (at + step) >>> 0
    }
    return highest
  }

  top(count: number): Ranked[] {
    return this.#top.top(count)
  }

  /** Who is high in either gets the sum of both estimates, each not above the truth. Cells of two strangers go to the higher, less the lower. */
  merge(other: HeavyKeeper): void {
    assert(other.#prints.length === this.#prints.length && other.#seed === this.#seed, 'alike')
    const sums = new Map<number, number>()
    for (const each of [this, other]) {
      each.#top.forEach((item) => {
        if (!sums.has(item)) sums.set(item, this.estimate(item) + other.estimate(item))
      })
    }
    for (let cell = 0; cell < this.#prints.length; cell++) this.#mergeCell(cell, other)
    this.#top.clear()
    for (const [item, count] of sums) this.#top.offer(item, count)
    this.#total += other.#total
  }

  /** Section IV: the chance to be too low by more than a share of the stream, for an item as high as the lowest that is ranked. */
  bound(): ErrorBound {
    const underMost = Math.ceil(ERROR_SHARE * this.#total)
    const lowest = this.#top.size === 0 ? 0 : this.#top.lowest().count
    const chance = 1 / Math.max(1, ERROR_SHARE * this.#width * lowest * (DECAY_BASE - 1))
    return { overMost: 0, underMost, confidence: 1 - chance }
  }

  clear(): void {
    this.#counts.fill(0)
    this.#prints.fill(0)
    this.#top.clear()
    this.#total = 0
  }

  inspect() {
    let used = 0
    for (const count of this.#counts) if (count > 0) used++
    return { width: this.#width, depth: this.#depth, cellsUsed: used, ranked: this.#top.size }
  }

  #insert(item: number): number {
    const prints = this.#prints
    const counts = this.#counts
    const width = this.#width
    const random = this.#random
    const cells = counts.length
    const print = hashInteger32(item, SEED_PRINT ^ this.#seed) | 0
    let at = finalize32(print ^ SEED_START)
    const step = finalize32(print ^ SEED_STEP)
    const share = width / RANGE
    let highest = 0
    for (let row = 0; row < cells; row += width) {
      const cell = row + ((at * share) | 0)
      at = (at + step) >>> 0
      let raised = counts[cell] + 1
      if (raised > 1 && prints[cell] !== print) {
        if (raised > DECAYS || random.uint32() >= DECAY_BELOW[raised - 1]) continue
        counts[cell] = raised - 2
        if (raised > 2) continue
        raised = 1
      }
      prints[cell] = print
      counts[cell] = raised
      if (raised > highest) highest = raised
    }
    return highest
  }

  #mergeCell(cell: number, other: HeavyKeeper): void {
    const [ours, theirs] = [this.#counts[cell], other.#counts[cell]]
    if (theirs === 0) return
    if (ours === 0 || this.#prints[cell] === other.#prints[cell]) {
      this.#prints[cell] = other.#prints[cell]
      this.#counts[cell] = ours + theirs
    } else if (theirs > ours) {
      this.#prints[cell] = other.#prints[cell]
      this.#counts[cell] = theirs - ours
    } else this.#counts[cell] = ours - theirs
  }
}

export const sketch: SketchSpec = {
  name: 'heavy-keeper',
  title: 'HeavyKeeper',
  summary: 'Cells that strangers wear down by chance: mice die out, elephants stay.',
  create: (options) => new HeavyKeeper(options),
}
