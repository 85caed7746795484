import type { SortedTable } from './sorted-table.ts'

/** The tables of an engine: level 0 may overlap, newest first; every further level is disjoint, by rising key. */
export type Levels = readonly (readonly SortedTable<unknown>[])[]

/** Which tables to merge, and where the result goes. */
export interface CompactionPlan {
  /** At level 0 neighbours in age, so that what they become has a place in the order. */
  readonly inputs: readonly SortedTable<unknown>[]
  readonly outputLevel: number
}

/** Decides what to merge next. */
export interface CompactionStrategy {
  readonly name: string
  /** null when nothing needs merging. */
  plan(levels: Levels): CompactionPlan | null
}

export const bytesOf = (tables: readonly SortedTable<unknown>[]): number =>
  tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** Tables of a level that share keys with any of `tables`. */
export function overlapping(
  level: readonly SortedTable<unknown>[],
  tables: readonly SortedTable<unknown>[],
): SortedTable<unknown>[] {
  const firstKey = Math.min(...tables.map((table) => table.firstKey))
  const lastKey = Math.max(...tables.map((table) => table.lastKey))
  return level.filter((table) => table.overlaps(firstKey, lastKey))
}
