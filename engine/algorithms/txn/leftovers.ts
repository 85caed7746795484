import type { ConflictGraph } from './conflict-graph.ts'
import type { ReadLocks } from './read-locks.ts'
import { RowSlot } from './row-slot.ts'
import type { Transaction } from './transaction.ts'
import { UniqueEntry } from './unique-index.ts'

/**
 * What committed transactions leave behind for those that overlapped them: replaced versions, deleted rows, read locks
 * and conflicts. All of it is dropped, in commit order, once every snapshot in use is at least as new as the commit.
 * Paper: Ports and Grittner, "Serializable snapshot isolation in PostgreSQL" (2012), section 6.1; Reed (1978).
 * Compare: a vacuum that scans tables; summarising old conflicts to bound memory (theirs, section 6.2).
 * Cost: O(1) a version dropped, none of it searched for. Invariant: kept transactions rise by commit sequence.
 */
export class Leftovers {
  readonly #graph: ConflictGraph
  readonly #readLocks: ReadLocks
  /** In commit order, from `#first` on. */
  readonly #kept: Transaction[] = []
  #first = 0
  #oldestSnapshot = 0
  versionsReclaimed = 0

  constructor(graph: ConflictGraph, readLocks: ReadLocks) {
    this.#graph = graph
    this.#readLocks = readLocks
  }

  get keptCount(): number {
    return this.#kept.length - this.#first
  }

  /** Call at each commit. */
  keep(txn: Transaction): void {
    if (txn.writes.length > 0 || txn.node !== undefined) this.#kept.push(txn)
  }

  /** Drops what no snapshot needs, now that the oldest in use is this. */
  dropUnneeded(oldestSnapshot: number): void {
    this.#oldestSnapshot = oldestSnapshot
    while (this.#first < this.#kept.length && this.#kept[this.#first].commitSequence <= oldestSnapshot) {
      this.drop(this.#kept[this.#first++])
    }
    if (this.#first * 2 > this.#kept.length) {
      this.#kept.splice(0, this.#first)
      this.#first = 0
    }
  }

  /** Drops what one transaction left; for one that rolled back, its read locks and conflicts. */
  drop(txn: Transaction): void {
    for (const version of txn.writes) {
      version.writer = undefined
      if (version.older !== undefined) {
        version.older = undefined
        version.slot.table.versionCount--
        this.versionsReclaimed++
      }
      if (version.value === undefined) this.#dropSlot(version.slot)
    }
    if (txn.node !== undefined) this.#graph.remove(txn.node)
    this.#readLocks.release(txn)
    for (const slot of txn.pointReads) this.#dropSlot(slot)
    for (const entry of txn.uniqueEntries) this.#dropEntry(entry)
    txn.pointReads.length = 0
    txn.writes.length = 0
  }

  /** Drops rows and index keys that existed only to be locked. */
  dropLocks(txn: Transaction, oldestSnapshot: number): void {
    this.#oldestSnapshot = oldestSnapshot
    for (const lock of txn.locks) {
      if (lock instanceof RowSlot) this.#dropSlot(lock)
      else if (lock instanceof UniqueEntry) this.#dropEntry(lock)
    }
    txn.locks.length = 0
  }

  #dropSlot(slot: RowSlot): void {
    if (!slot.isGone() || slot.table.rows.get(slot.key) !== slot) return
    if (slot.newest !== undefined) slot.table.versionCount--
    slot.table.rows.remove(slot)
    this.#readLocks.slotRemoved(slot)
  }

  #dropEntry(entry: UniqueEntry): void {
    if (entry.isGone(this.#oldestSnapshot)) entry.index.drop(entry)
  }
}
