import type { Amplification } from './amplification.ts'
import { bytesOf, type CompactionPlan } from './compaction.ts'
import type { SortedTable } from './sorted-table.ts'
import type { StoredEntry } from './stored-entry.ts'

/** The tables on disk, as the manifest lists them: level 0 newest first, every further level disjoint, by rising key. */
export interface TableManifest<Value> {
  levels: readonly (readonly SortedTable<Value>[])[]
  nextTableId: number
}

/** Reads and replaces the tables of an engine. The manifest is durable and always replaced as a whole. */
export class TableStack<Value> {
  readonly #manifest: TableManifest<Value>

  constructor(manifest: TableManifest<Value>) {
    this.#manifest = manifest
  }

  get levels(): readonly (readonly SortedTable<Value>[])[] {
    return this.#manifest.levels
  }

  get sizeBytes(): number {
    return bytesOf(this.levels.flat())
  }

  nextId(): number {
    this.#manifest.nextTableId += 1
    return this.#manifest.nextTableId
  }

  /** The newest version of a key. `tally` counts what the disk does for it; null when somebody only looks. */
  find(key: number, tally: Amplification | null): StoredEntry<Value> | null {
    for (const tables of this.levels) {
      for (const table of tables) {
        if (!table.covers(key)) continue
        if (!table.mayContain(key)) {
          if (tally !== null) tally.filtered += 1
          continue
        }
        const entry = table.find(key)
        if (tally !== null) {
          tally.blocksRead += 1
          if (entry === null) tally.falsePositives += 1
        }
        if (entry !== null) return entry
      }
    }
    return null
  }

  /** Oldest first: whoever goes through them in this order ends with the newest version of everything. */
  oldestFirst(): SortedTable<Value>[] {
    return this.levels.toReversed().flatMap((level) => level.toReversed())
  }

  /** Tables that may hold older versions of what a merge puts out: behind its inputs at level 0, and below its output. */
  olderThan({ inputs, outputLevel }: CompactionPlan): SortedTable<Value>[] {
    const [first] = this.levels
    const last = Math.max(-1, ...inputs.map((input) => first.findIndex((table) => table === input)))
    const behind = last < 0 ? [] : first.slice(last + 1).filter((table) => !inputs.includes(table))
    const below = this.levels.slice(outputLevel === 0 ? 1 : outputLevel + 1)
    return [...behind, ...below.flat()]
  }

  /** A memtable has been written: it is newer than all others. */
  addNewest(table: SortedTable<Value>): void {
    const [first, ...others] = this.levels
    this.#manifest.levels = [[table, ...first], ...others]
  }

  /** The outputs of a merge take the place of its inputs. */
  replace({ inputs, outputLevel }: CompactionPlan, outputs: readonly SortedTable<Value>[]): void {
    const depth = Math.max(this.levels.length, outputLevel + 1)
    this.#manifest.levels = Array.from({ length: depth }, (_, level) => {
      const tables = this.levels[level] ?? []
      const kept = tables.filter((table) => !inputs.includes(table))
      if (level !== outputLevel) return kept
      if (level > 0) return [...kept, ...outputs].sort((a, b) => a.firstKey - b.firstKey)
      const place = tables.findIndex((table) => inputs.includes(table))
      return [...kept.slice(0, place), ...outputs, ...kept.slice(place)]
    })
  }
}
