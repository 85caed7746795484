import { assert } from '../../lib/assert.ts'
import { CountMinMatrix } from './count-min-matrix.ts'
import type { ErrorBound, HeavyHitters, Ranked, SketchOptions } from './heavy-hitters.ts'
import { RankedHeap } from './ranked-heap.ts'

/**
 * Count-Min beside a heap of candidates: the matrix says how often, the heap remembers who. An item that makes up more than 1 / counters
 * of its stream is always a candidate, because fewer than `counters` items can have estimates as high, but for the matrix's error.
 * Paper: Cormode, Muthukrishnan (2005), section 5.2. Compare: Space-Saving (knows names, needs no matrix).
 * Cost: `depth` counters and O(log counters) an item. Invariant: an estimate is never below the true count.
 */
export class CountMinRanking implements HeavyHitters {
  readonly #matrix: CountMinMatrix
  readonly #candidates: RankedHeap
  /** Candidates of those that were merged, not yet judged. Whoever was merged counts no further. */
  readonly #takenIn: RankedHeap[] = []

  constructor({ width, depth, seed, counters }: SketchOptions, conservative: boolean) {
    this.#matrix = new CountMinMatrix({ width, depth, seed, conservative })
    this.#candidates = new RankedHeap(counters)
  }

  get total(): number {
    return this.#matrix.total
  }
  get memoryBytes(): number {
    return this.#matrix.memoryBytes + this.#candidates.memoryBytes
  }

  add(item: number): void {
    assert(item >>> 0 === item, 'an item is a whole number below 2^32')
    if (this.#takenIn.length > 0) this.#judgeAnew()
    this.#candidates.offer(item, this.#matrix.add(item))
  }

  estimate(item: number): number {
    return this.#matrix.estimate(item)
  }

  top(count: number): Ranked[] {
    this.#judgeAnew()
    return this.#candidates.top(count)
  }

  /** Candidates of both are judged by the sum of the matrices, once somebody asks: one that neither cut had high may be high in all. */
  merge(other: CountMinRanking): void {
    other.#judgeAnew()
    this.#matrix.merge(other.#matrix)
    this.#takenIn.push(other.#candidates)
  }

  bound(): ErrorBound {
    return { overMost: this.#matrix.overMost, underMost: 0, confidence: this.#matrix.confidence }
  }

  clear(): void {
    this.#matrix.clear()
    this.#candidates.clear()
    this.#takenIn.length = 0
  }

  inspect() {
    return { matrix: this.#matrix.inspect(), candidates: this.#candidates.size }
  }

  #judgeAnew(): void {
    if (this.#takenIn.length === 0) return
    const candidates = this.#candidates
    const ours: number[] = []
    candidates.forEach((item) => ours.push(item))
    for (const item of ours) candidates.offer(item, this.#matrix.estimate(item))
    for (const heap of this.#takenIn) {
      heap.forEach((item) => {
        if (!candidates.has(item)) candidates.offer(item, this.#matrix.estimate(item))
      })
    }
    this.#takenIn.length = 0
  }
}
