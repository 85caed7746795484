import type { Lifecycle } from './lifecycle.ts'
import type { Blocked, Failed, Found, Outcome, Written } from './outcome.ts'
import type { RowReader } from './row-reader.ts'
import { changed, firstUnmet } from './row.ts'
import type { Change, Condition, RowKey, RowValue } from './row.ts'
import { RowSlot } from './row-slot.ts'
import type { Version } from './row-slot.ts'
import type { Table } from './table.ts'
import { PENDING } from './transaction.ts'
import type { Transaction } from './transaction.ts'
import type { UniqueEntry, UniqueIndex } from './unique-index.ts'

/** What to make of a row that is there and meets the conditions: `change` it, or replace it by `row`, or delete it. */
export interface Plan {
  readonly where?: readonly Condition[]
  readonly expectedVersion?: number
  readonly change?: Change
  readonly row?: RowValue
}

type Stopped = Blocked | Failed | undefined

const UNTOUCHED: Outcome<Written> = { status: 'ok', value: { affected: 0, version: 0 } }

/**
 * Writes: lock the row, see who was first, check constraints, look for readers, put down a version. Each step may
 * stop with `blocked`; the same call made again goes on from there, since locks held stay held.
 * Paper: Berenson et al. (1995), section 4.2 (first committer wins), in PostgreSQL's form: the first updater wins.
 * Compare: validation at commit (optimistic, as in Kung and Robinson 1981). Cost: O(1), plus O(readers of the row) at
 * serializable. Invariant: no version is put down without its row's lock; a row in a table meets the table's checks.
 */
export class RowWriter {
  readonly #lifecycle: Lifecycle
  readonly #reader: RowReader

  constructor(lifecycle: Lifecycle, reader: RowReader) {
    this.#lifecycle = lifecycle
    this.#reader = reader
  }

  /**
   * Updates or deletes a row. At read committed a row that was locked is judged again by its newest committed version;
   * the lock then stays, even when nothing is written.
   */
  modify(txn: Transaction, table: Table, key: RowKey, plan: Plan): Outcome<Written> {
    const slot = table.rows.get(key)
    const snapshot = this.#lifecycle.snapshotFor(txn)
    const seen = slot?.visibleTo(txn, snapshot)
    if (slot === undefined || (!txn.locking && !applies(plan, seen))) {
      return this.#reader.noteRead(txn, table, key, slot, seen) ?? UNTOUCHED
    }
    const stopped = this.#lockExisting(txn, slot)
    if (stopped !== undefined) return stopped
    const current = slot.visibleTo(txn, this.#lifecycle.commitSequence)
    if (current?.value === undefined || !applies(plan, current)) {
      return this.#reader.noteRead(txn, table, key, slot, current) ?? UNTOUCHED
    }
    const { change, row } = plan
    return this.#put(txn, slot, change === undefined ? row : changed(current.value, change))
  }

  insert(txn: Transaction, table: Table, key: RowKey, row: RowValue): Outcome<Written> {
    const snapshot = this.#lifecycle.snapshotFor(txn)
    const slot = table.rows.get(key) ?? this.#addSlot(table, key)
    const stopped = this.#lifecycle.lock(txn, slot) ?? this.#waitForReaders(txn, slot)
    if (stopped !== undefined) return stopped
    const current = slot.visibleTo(txn, this.#lifecycle.commitSequence)
    if (current?.value !== undefined) {
      return this.#fail(txn, 'unique-violation', {
        kind: 'duplicate',
        table: table.name,
        columns: ['key'],
        of: key,
      })
    }
    const deletedLate =
      current !== undefined && current.createdBy !== txn.id && current.beginSequence > snapshot
    if (txn.usesSnapshot && deletedLate) return this.#lost(txn, slot, current)
    return this.#put(txn, slot, row)
  }

  /** Locks the row as a write would, and reads its newest state. */
  selectForUpdate<Row extends RowValue>(
    txn: Transaction,
    table: Table<Row>,
    key: RowKey,
  ): Outcome<Found<Row> | undefined> {
    const slot = table.rows.get(key)
    const snapshot = this.#lifecycle.snapshotFor(txn)
    const seen = slot?.visibleTo(txn, snapshot)
    if (slot === undefined || (!txn.locking && seen?.value === undefined)) {
      const failed = this.#reader.noteRead(txn, table, key, slot, seen)
      return failed ?? { status: 'ok', value: undefined }
    }
    const stopped = this.#lockExisting(txn, slot)
    return stopped ?? this.#reader.read(txn, table, key)
  }

  #lockExisting(txn: Transaction, slot: RowSlot): Stopped {
    return this.#checkFirst(txn, slot) ?? this.#lifecycle.lock(txn, slot) ?? this.#waitForReaders(txn, slot)
  }

  /** A row that was committed after the snapshot is lost to whoever wrote it. */
  #checkFirst(txn: Transaction, slot: RowSlot): Failed | undefined {
    if (!txn.usesSnapshot) return undefined
    const latest = slot.newestCommitted()
    const late = latest !== undefined && latest.beginSequence > txn.snapshot
    return late ? this.#lost(txn, slot, latest) : undefined
  }

  /** Two-phase locking only: holding the row's lock keeps new readers out meanwhile. */
  #waitForReaders(txn: Transaction, slot: RowSlot): Stopped {
    if (this.#lifecycle.strategy !== 'two-phase-locking') return undefined
    const readers = this.#lifecycle.readLocks.readersOf(slot, txn)
    return readers.length === 0
      ? undefined
      : this.#lifecycle.waitForEnd(txn, 'readers', slot, readers[readers.length - 1])
  }

  #put(txn: Transaction, slot: RowSlot, row: RowValue | undefined): Outcome<Written> {
    const stopped =
      this.#checkConstraints(txn, slot, row) ??
      this.#claimUniqueKeys(txn, slot, row) ??
      this.#findReaders(txn, slot)
    if (stopped !== undefined) return stopped
    this.#moveUniqueKeys(slot, row)
    return { status: 'ok', value: { affected: 1, version: this.#lifecycle.install(txn, slot, row) } }
  }

  #checkConstraints(txn: Transaction, slot: RowSlot, row: RowValue | undefined): Failed | undefined {
    const condition = row === undefined ? undefined : firstUnmet(row, slot.table.checks)
    if (condition === undefined) return undefined
    return this.#fail(txn, 'check-violation', {
      kind: 'check',
      table: slot.table.name,
      key: slot.key,
      condition,
    })
  }

  /** Locks the index keys that the row gives up and takes, and makes sure that those taken are free. */
  #claimUniqueKeys(txn: Transaction, slot: RowSlot, row: RowValue | undefined): Stopped {
    for (const index of slot.table.indexes) {
      const [given, taken] = entriesChanged(index, slot, row)
      for (const entry of [given, taken]) {
        if (entry === undefined) continue
        const stopped = this.#lifecycle.lock(txn, entry)
        if (stopped !== undefined) return stopped
        if (!txn.uniqueEntries.includes(entry)) txn.uniqueEntries.push(entry)
      }
      const failed = taken && this.#checkFree(txn, slot, taken)
      if (failed !== undefined) return failed
    }
    return undefined
  }

  #checkFree(txn: Transaction, slot: RowSlot, entry: UniqueEntry): Failed | undefined {
    const { columns } = entry.index
    const owner = entry.ownerForHolder()
    if (owner !== undefined && owner !== slot) {
      const cause = { kind: 'duplicate', table: slot.table.name, columns, of: owner.key } as const
      return this.#fail(txn, 'unique-violation', cause)
    }
    // Given up after the snapshot: a serial order would have to put that transaction both before and after this one.
    if (!txn.usesSnapshot || entry.changedAt <= txn.snapshot) return undefined
    return this.#fail(txn, 'serialization-failure', {
      kind: 'first-updater-wins',
      ...entry.describe(),
      by: entry.changedBy,
    })
  }

  #moveUniqueKeys(slot: RowSlot, row: RowValue | undefined): void {
    for (const index of slot.table.indexes) {
      const [given, taken] = entriesChanged(index, slot, row)
      given?.giveUp(slot)
      taken?.take(slot)
    }
  }

  /**
   * Draws a conflict from every concurrent transaction that has read the version about to be replaced, or the absence
   * of any. Who read an older version has its conflict with the writer that replaced that one, which suffices.
   */
  #findReaders(txn: Transaction, slot: RowSlot): Failed | undefined {
    const replacedAt = slot.newest === undefined ? 0 : slot.newest.beginSequence
    if (txn.node === undefined || replacedAt === PENDING) return undefined
    for (const { node } of this.#lifecycle.readLocks.readersOf(slot, txn)) {
      if (node === undefined || node.commitSequence <= txn.snapshot || node.snapshot < replacedAt) continue
      const danger = this.#lifecycle.graph.add(node, txn.node, txn.node)
      if (danger !== undefined) return this.#fail(txn, 'serialization-failure', danger)
    }
    return undefined
  }

  #addSlot(table: Table, key: RowKey): RowSlot {
    const slot = new RowSlot(table, key)
    table.rows.insert(slot)
    this.#lifecycle.readLocks.slotAdded(slot)
    return slot
  }

  #lost(txn: Transaction, slot: RowSlot, to: Version): Failed {
    const cause = { kind: 'first-updater-wins', ...slot.describe(), by: to.createdBy } as const
    return this.#fail(txn, 'serialization-failure', cause)
  }

  #fail(...args: Parameters<Lifecycle['fail']>): Failed {
    return this.#lifecycle.fail(...args)
  }
}

function applies(plan: Plan, version: Version | undefined): boolean {
  if (version?.value === undefined) return false
  if (plan.expectedVersion !== undefined && version.number !== plan.expectedVersion) return false
  return plan.where === undefined || firstUnmet(version.value, plan.where) === undefined
}

/** The unique keys that a row gives up and takes by becoming `next`; both undefined when its key stays. */
function entriesChanged(
  index: UniqueIndex,
  slot: RowSlot,
  next: RowValue | undefined,
): readonly [UniqueEntry | undefined, UniqueEntry | undefined] {
  // The lock is held, so an uncommitted newest version is the caller's own.
  const before = index.keyOf(slot.newest?.value)
  const after = index.keyOf(next)
  if (before === after) return [undefined, undefined]
  return [
    before === undefined ? undefined : index.entry(before),
    after === undefined ? undefined : index.entry(after),
  ]
}
