import { assert } from '../../lib/assert.ts'
import type { CompactionPlan, CompactionStrategy, Levels } from './compaction.ts'

export interface TieredOptions {
  /** So many runs of about the same size are merged into one. */
  readonly runsMin: number
  /** How many times as large the largest of them may be. */
  readonly spread: number
}

/**
 * Size-tiered compaction: runs of about the same size are merged into one of the next size.
 * Paper: O'Neil et al., "The log-structured merge-tree" (1996); as in Cassandra and Bigtable, but of neighbours in age only, so
 * that the order of runs is the order of versions. Compare: leveled (fewer runs to look into and less space, more writing).
 * Cost: a byte is written about once a tier; a lookup may look into every run. Invariant: runs stay in the order of their age.
 */
export class TieredCompaction implements CompactionStrategy {
  readonly name = 'tiered'
  readonly #options: TieredOptions

  constructor(options: TieredOptions) {
    assert(options.runsMin >= 2 && options.spread >= 1, 'a tier has at least two runs of a size')
    this.#options = options
  }

  plan([runs = []]: Levels): CompactionPlan | null {
    const { runsMin, spread } = this.#options
    for (let first = 0; first + runsMin <= runs.length; first++) {
      let smallest = Infinity
      let largest = 0
      let end = first
      for (; end < runs.length; end++) {
        smallest = Math.min(smallest, runs[end].sizeBytes)
        largest = Math.max(largest, runs[end].sizeBytes)
        if (largest > smallest * spread) break
      }
      if (end - first >= runsMin) return { inputs: runs.slice(first, end), outputLevel: 0 }
    }
    return null
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { name: this.name, ...this.#options } as const
  }
}
