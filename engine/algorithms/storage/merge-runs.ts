import type { StoredEntry } from './stored-entry.ts'

/**
 * Merges sorted runs into one: of each key the newest version only. Cost: O(n log runs) comparisons would take a heap; with the
 * few runs that compaction has, O(n × runs) is less work.
 */
export function mergeRuns<Value>(
  runs: readonly (readonly StoredEntry<Value>[])[],
  isNewer: (a: StoredEntry<Value>, b: StoredEntry<Value>) => boolean = (a, b) => a.sequence > b.sequence,
): StoredEntry<Value>[] {
  const merged: StoredEntry<Value>[] = []
  const at = runs.map(() => 0)
  while (true) {
    let smallest = Infinity
    for (let run = 0; run < runs.length; run++) {
      if (at[run] < runs[run].length && runs[run][at[run]].key < smallest) smallest = runs[run][at[run]].key
    }
    if (smallest === Infinity) return merged
    let newest: StoredEntry<Value> | null = null
    for (let run = 0; run < runs.length; run++) {
      const entry = runs[run][at[run]]
      if (entry?.key !== smallest) continue
      at[run] += 1
      if (newest === null || isNewer(entry, newest)) newest = entry
    }
    merged.push(newest!)
  }
}
