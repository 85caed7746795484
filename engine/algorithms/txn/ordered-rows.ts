import { assert } from '../../lib/assert.ts'
import { compareKeys } from './row.ts'
import type { RowKey } from './row.ts'
import type { RowSlot } from './row-slot.ts'

const CHUNK_ROWS_MAX = 256

/**
 * A table's rows by key and in key order: a hash map beside a list of sorted chunks.
 * Paper: Bayer and McCreight, "Organization and maintenance of large ordered indices" (1972); this is one level of it.
 * Compare: a B+tree (better past a million rows), a skip list. Cost: O(1) by key; a range is O(log n + rows);
 * inserting and removing move at most a chunk and, now and then, the list of chunks.
 * Invariant: no chunk but a lone first is empty, and keys rise strictly from chunk to chunk.
 */
export class OrderedRows {
  readonly #slots = new Map<RowKey, RowSlot>()
  readonly #chunks: RowSlot[][] = [[]]

  get size(): number {
    return this.#slots.size
  }

  get(key: RowKey): RowSlot | undefined {
    return this.#slots.get(key)
  }

  /** Adds a slot whose key is not there yet. */
  insert(slot: RowSlot): void {
    assert(!this.#slots.has(slot.key), 'a key has one slot')
    this.#slots.set(slot.key, slot)
    const chunkIndex = this.#chunkFor(slot.key)
    const chunk = this.#chunks[chunkIndex]
    const at = firstAtLeast(chunk, slot.key)
    if (chunk.length < CHUNK_ROWS_MAX) {
      chunk.splice(at, 0, slot)
    } else if (at === chunk.length) {
      this.#chunks.splice(chunkIndex + 1, 0, [slot]) // rising keys fill each chunk whole
    } else {
      chunk.splice(at, 0, slot)
      this.#chunks.splice(chunkIndex + 1, 0, chunk.splice(CHUNK_ROWS_MAX >>> 1))
    }
  }

  remove(slot: RowSlot): void {
    const there = this.#slots.delete(slot.key)
    assert(there, 'only a slot that is there is removed')
    const chunkIndex = this.#chunkFor(slot.key)
    const chunk = this.#chunks[chunkIndex]
    chunk.splice(firstAtLeast(chunk, slot.key), 1)
    if (chunk.length === 0 && this.#chunks.length > 1) this.#chunks.splice(chunkIndex, 1)
  }

  /** The slots with from <= key <= to, in key order. */
  range(from: RowKey, to: RowKey): RowSlot[] {
    const found: RowSlot[] = []
    let chunkIndex = this.#chunkFor(from)
    let at = firstAtLeast(this.#chunks[chunkIndex], from)
    for (; chunkIndex < this.#chunks.length; chunkIndex++, at = 0) {
      const chunk = this.#chunks[chunkIndex]
      for (; at < chunk.length; at++) {
        if (compareKeys(chunk[at].key, to) > 0) return found
        found.push(chunk[at])
      }
    }
    return found
  }

  /** The first slot whose key is greater than `key`. */
  after(key: RowKey): RowSlot | undefined {
    const chunkIndex = this.#chunkFor(key)
    const chunk = this.#chunks[chunkIndex]
    let at = firstAtLeast(chunk, key)
    if (at < chunk.length && chunk[at].key === key) at++
    return at < chunk.length ? chunk[at] : this.#chunks[chunkIndex + 1]?.[0]
  }

  /** The chunk that holds the key or would: the first whose last key is not below it, else the last chunk. */
  #chunkFor(key: RowKey): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      const chunk = this.#chunks[middle]
      if (compareKeys(chunk[chunk.length - 1].key, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function firstAtLeast(chunk: readonly RowSlot[], key: RowKey): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(chunk[middle].key, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
