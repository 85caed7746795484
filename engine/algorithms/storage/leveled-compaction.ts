import { assert } from '../../lib/assert.ts'
import type { CompactionPlan, CompactionStrategy, Levels } from './compaction.ts'
import { bytesOf, overlapping } from './compaction.ts'

/** Levels below the first. */
const DEEPEST = 6

export interface LeveledOptions {
  /** Overlapping tables at level 0 that are merged into level 1. */
  readonly overlappingMax: number
  readonly firstLevelBytes: number
  /** Each level holds this many times the bytes of the one above. */
  readonly ratio: number
}

/**
 * Leveled compaction: each level is one sorted run, so many times as large as the one above; what is too much for a level is
 * merged, one table at a time, into those below that share its keys.
 * Paper: O'Neil, Cheng, Gawlick and O'Neil, "The log-structured merge-tree" (1996); as in LevelDB. Compare: size-tiered
 * (writes each byte once a tier instead of up to `ratio` times a level, but keeps several versions of everything).
 * Cost: a lookup reads one table a level; a byte is written about ratio/2 times a level.
 * Invariant: tables of a level below 0 share no keys.
 */
export class LeveledCompaction implements CompactionStrategy {
  readonly name = 'leveled'
  readonly #options: LeveledOptions
  /** By level: the last key that was merged down, so that all take their turn. */
  readonly #cursor: number[] = []

  constructor(options: LeveledOptions) {
    assert(options.overlappingMax >= 1 && options.ratio > 1, 'levels grow, and level 0 holds something')
    this.#options = options
  }

  plan(levels: Levels): CompactionPlan | null {
    const [overlappingTables = []] = levels
    if (overlappingTables.length >= this.#options.overlappingMax)
      return {
        inputs: [...overlappingTables, ...overlapping(levels[1] ?? [], overlappingTables)],
        outputLevel: 1,
      }
    let limit = this.#options.firstLevelBytes
    for (let level = 1; level < Math.min(levels.length, DEEPEST); level++) {
      if (bytesOf(levels[level]) > limit) return this.#pushDown(levels, level)
      limit *= this.#options.ratio
    }
    return null
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { name: this.name, ...this.#options } as const
  }

  #pushDown(levels: Levels, level: number): CompactionPlan {
    const after = this.#cursor[level] ?? -Infinity
    const table = levels[level].find(({ firstKey }) => firstKey > after) ?? levels[level][0]
    this.#cursor[level] = table.lastKey
    return {
      inputs: [table, ...overlapping(levels[level + 1] ?? [], [table])],
      outputLevel: level + 1,
    }
  }
}
