import { compareKeys } from './row.ts'
import type { RowKey } from './row.ts'
import type { RowSlot } from './row-slot.ts'
import type { Table } from './table.ts'
import type { Transaction } from './transaction.ts'

/** That a transaction read every key from `from` to `to`, present or absent. */
export interface RangeRead {
  readonly reader: Transaction
  readonly from: RowKey
  readonly to: RowKey
  /** Where it is noted. */
  readonly slots: RowSlot[]
}

const NOBODY: readonly Transaction[] = []

/**
 * Who has read what, rows and ranges, so that a later writer finds its readers, phantoms included. Nothing here blocks:
 * snapshot isolation draws conflicts from it, two-phase locking makes the writer wait. A range is noted on each slot
 * in it and on the next slot behind it, and a new key takes over the notes of the slot behind it.
 * Paper: Eswaran et al., "The notions of consistency and predicate locks" (1976); next keys as in Mohan, "ARIES/KVL" (1990).
 * Compare: an interval tree; page and table granules (PostgreSQL), which cost less memory and find false readers.
 * Cost: O(1) a row read, O(rows + 1) a scan; a writer pays for the notes on its key and in the gap before it.
 * Invariant: a range that covers a key, present or not, is noted on the first slot at or behind that key.
 */
export class ReadLocks {
  noteRow(reader: Transaction, slot: RowSlot): void {
    slot.pointReaders ??= new Set()
    if (slot.pointReaders.has(reader)) return
    slot.pointReaders.add(reader)
    reader.pointReads.push(slot)
  }

  /** `covered` are the slots in the range. A range inside one that the reader noted before is not noted again. */
  noteRange(reader: Transaction, table: Table, from: RowKey, to: RowKey, covered: readonly RowSlot[]): void {
    if (compareKeys(from, to) > 0 || this.#hasNoted(reader, table, from, to)) return
    const read: RangeRead = { reader, from, to, slots: [] }
    for (const slot of covered) attach(read, slot)
    attach(read, table.slotAfter(to))
    reader.rangeReads.push(read)
  }

  /** Call when a slot has been added to its table: the gap that it splits stays covered on both sides. */
  slotAdded(slot: RowSlot): void {
    const next = slot.table.slotAfter(slot.key)
    if (next.rangeReads === undefined) return
    for (const read of next.rangeReads) if (compareKeys(read.from, slot.key) <= 0) attach(read, slot)
  }

  /** Call when a slot has been taken out of its table: its notes move to the slot behind it. */
  slotRemoved(slot: RowSlot): void {
    if (slot.rangeReads === undefined) return
    const next = slot.table.slotAfter(slot.key)
    for (const read of slot.rangeReads) attach(read, next)
    slot.rangeReads = undefined
  }

  /** Whether this transaction has read the slot's key. */
  covers(reader: Transaction, slot: RowSlot): boolean {
    return slot.pointReaders?.has(reader) === true || this.#hasNoted(reader, slot.table, slot.key, slot.key)
  }

  /** Everyone but `except` who has read the slot's key. */
  readersOf(slot: RowSlot, except: Transaction): readonly Transaction[] {
    const points = slot.pointReaders
    const ranges = slot.rangeReads
    if ((points === undefined || points.size === 0) && (ranges === undefined || ranges.size === 0))
      return NOBODY
    const readers = new Set(points)
    for (const read of ranges ?? []) if (contains(read, slot.key)) readers.add(read.reader)
    readers.delete(except)
    return [...readers]
  }

  /** Forgets all that a transaction read. */
  release(reader: Transaction): void {
    for (const slot of reader.pointReads) slot.pointReaders?.delete(reader)
    for (const read of reader.rangeReads) for (const slot of read.slots) slot.rangeReads?.delete(read)
    reader.rangeReads.length = 0
  }

  #hasNoted(reader: Transaction, table: Table, from: RowKey, to: RowKey): boolean {
    for (const read of reader.rangeReads) {
      if (read.slots[0].table === table && compareKeys(read.from, from) <= 0 && compareKeys(read.to, to) >= 0)
        return true
    }
    return false
  }
}

function attach(read: RangeRead, slot: RowSlot): void {
  slot.rangeReads ??= new Set()
  if (slot.rangeReads.has(read)) return
  slot.rangeReads.add(read)
  read.slots.push(slot)
}

function contains(read: RangeRead, key: RowKey): boolean {
  return compareKeys(read.from, key) <= 0 && compareKeys(read.to, key) >= 0
}
