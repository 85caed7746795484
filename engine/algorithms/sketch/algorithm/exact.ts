import { assert } from '../../../lib/assert.ts'
import { CountTable } from '../count-table.ts'
import { byRank, type ErrorBound, type HeavyHitters, type Ranked, type SketchSpec } from '../heavy-hitters.ts'

/**
 * A counter for every item: always right, in memory that grows with the number of different items.
 * Paper: none; the bound that sketches are held against. Compare: every other file of this folder.
 * Cost: O(1) expected an item; 24 bytes a different item at least. Invariant: the estimate is the count.
 */
export class ExactCounts implements HeavyHitters {
  readonly #table = new CountTable()
  #total = 0

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.#table.memoryBytes
  }

  add(item: number): void {
    assert(item >>> 0 === item, 'an item is a whole number below 2^32')
    this.#total++
    this.#table.add(item, 1)
  }

  estimate(item: number): number {
    return this.#table.get(item)
  }

  top(count: number): Ranked[] {
    const all: Ranked[] = []
    this.#table.forEach((item, itsCount) => all.push({ item, count: itsCount }))
    return all.sort(byRank).slice(0, count)
  }

  merge(other: ExactCounts): void {
    other.#table.forEach((item, count) => this.#table.add(item, count))
    this.#total += other.#total
  }

  bound(): ErrorBound {
    return { overMost: 0, underMost: 0, confidence: 1 }
  }

  clear(): void {
    this.#table.clear()
    this.#total = 0
  }

  inspect() {
    return { differentItems: this.#table.size }
  }
}

export const sketch: SketchSpec = {
  name: 'exact',
  title: 'Exact table',
  summary: 'A counter for every item: always right, and its memory grows with the stream.',
  create: () => new ExactCounts(),
}
