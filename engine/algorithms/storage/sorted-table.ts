import { assert } from '../../lib/assert.ts'
import { BloomFilter } from '../sketch/bloom-filter.ts'
import type { StoredEntry } from './stored-entry.ts'

export interface SortedTableOptions {
  /** Bytes of entries that are read from disk together. */
  readonly blockBytes: number
  /** Chance that the filter takes an absent key for present. */
  readonly falsePositiveRate: number
}

/**
 * An immutable file of entries by rising key: blocks of data on disk, and in memory the first key of each block (a sparse
 * index) and a Bloom filter of all keys, so that a lookup reads one block, and mostly none when the key is not there.
 * Paper: Chang et al., "Bigtable" (OSDI 2006), sections 4 and 6 (SSTables, Bloom filters). Compare: a B-tree page (written
 * in place), a dense index (an entry in memory for every key).
 * Cost: O(log n) and at most one block a lookup; about 10 bits a key for filters at 1 %, 8 bytes a block for the index.
 * Invariant: keys rise strictly; a key that is in the table always passes its filter.
 */
export class SortedTable<Value> {
  readonly id: number
  readonly entries: readonly StoredEntry<Value>[]
  readonly sizeBytes: number
  readonly tombstones: number
  /** First key and first entry of each block. */
  readonly #blockKeys: Float64Array
  readonly #blockStarts: Int32Array
  readonly #filter: BloomFilter

  constructor(id: number, entries: readonly StoredEntry<Value>[], options: SortedTableOptions) {
    assert(entries.length > 0, 'a sorted table has at least one entry')
    this.id = id
    this.entries = entries
    this.#filter = new BloomFilter({
      keys: entries.length,
      falsePositiveRate: options.falsePositiveRate,
    })
    const starts: number[] = []
    let sizeBytes = 0
    let blockEnd = 0
    let tombstones = 0
    for (const [index, entry] of entries.entries()) {
      assert(index === 0 || entries[index - 1].key < entry.key, 'keys of a sorted table rise')
      if (sizeBytes >= blockEnd) {
        starts.push(index)
        blockEnd = sizeBytes + options.blockBytes
      }
      this.#filter.add(this.filterKey(entry, index))
      sizeBytes += entry.sizeBytes
      if (entry.value === null) tombstones += 1
    }
    this.sizeBytes = sizeBytes
    this.tombstones = tombstones
    this.#blockStarts = Int32Array.from(starts)
    this.#blockKeys = Float64Array.from(starts, (start) => entries[start].key)
  }

  get firstKey(): number {
    return this.entries[0].key
  }

  get lastKey(): number {
    return this.entries[this.entries.length - 1].key
  }

  get blocks(): number {
    return this.#blockStarts.length
  }

  /** Whether its range of keys includes this one. */
  covers(key: number): boolean {
    return this.firstKey <= key && key <= this.lastKey
  }

  overlaps(firstKey: number, lastKey: number): boolean {
    return this.firstKey <= lastKey && firstKey <= this.lastKey
  }

  /** False: the key is not here, and no block need be read. */
  mayContain(key: number): boolean {
    return this.#filter.mayContain(key)
  }

  /** Reads the one block in which the key would be. */
  find(key: number): StoredEntry<Value> | null {
    const block = lastAtMost(this.#blockKeys, key)
    if (block < 0) return null
    const end = block + 1 < this.blocks ? this.#blockStarts[block + 1] : this.entries.length
    for (let low = this.#blockStarts[block], high = end - 1; low <= high;) {
      const middle = (low + high) >>> 1
      const entry = this.entries[middle]
      if (entry.key === key) return entry
      if (entry.key < key) low = middle + 1
      else high = middle - 1
    }
    return null
  }

  /** What the view draws. Reads only. */
  inspect() {
    const { entries, sizeBytes, firstKey, lastKey, blocks, tombstones } = this
    return { entries: entries.length, sizeBytes, firstKey, lastKey, blocks, tombstones } as const
  }

  /** What of an entry goes into the filter. */
  protected filterKey({ key }: StoredEntry<Value>, _index: number): number {
    return key
  }
}

/** The last position whose key is not greater, or -1. */
function lastAtMost(keys: Float64Array, key: number): number {
  let low = 0
  let high = keys.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if (keys[middle] <= key) low = middle + 1
    else high = middle - 1
  }
  return high
}
