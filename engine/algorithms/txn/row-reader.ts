import type { Lifecycle } from './lifecycle.ts'
import type { Blocked, Failed, Found, Outcome } from './outcome.ts'
import { firstUnmet } from './row.ts'
import type { Condition, RowKey, RowValue } from './row.ts'
import type { RowSlot, Version } from './row-slot.ts'
import type { Table } from './table.ts'
import type { Transaction } from './transaction.ts'

/** Keys of a table, ends included, and what rows have to meet. */
interface Range {
  readonly from: RowKey
  readonly to: RowKey
  readonly where: readonly Condition[]
}

/**
 * Reads by key and by key range, from a snapshot; at serializable they also leave read locks and find conflicts with
 * those who have already written what was read.
 * Paper: Ports and Grittner (2012), section 5.2 (conflicts found by the versions a read passes over).
 * Compare: two-phase locking, also here, where a reader waits for a writer. Cost: O(versions newer than the snapshot) a
 * row. Invariant: with snapshot isolation a read never blocks; a range read misses no phantom.
 */
export class RowReader {
  readonly #lifecycle: Lifecycle

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle
  }

  read<Row extends RowValue>(
    txn: Transaction,
    table: Table<Row>,
    key: RowKey,
  ): Outcome<Found<Row> | undefined> {
    const slot = table.rows.get(key)
    const stopped = txn.locking && slot !== undefined ? this.#waitForWriter(txn, slot) : undefined
    if (stopped !== undefined) return stopped
    const snapshot = this.#lifecycle.snapshotFor(txn)
    const version = slot?.visibleTo(txn, snapshot)
    const failed = this.noteRead(txn, table, key, slot, version)
    return failed ?? { status: 'ok', value: foundOf<Row>(version) }
  }

  /** The rows of the range, in key order. */
  scan<Row extends RowValue>(
    txn: Transaction,
    table: Table<Row>,
    range: Range,
  ): Outcome<readonly Found<Row>[]> {
    const { readLocks } = this.#lifecycle
    const { from, to, where } = range
    const slots = slotsOf(txn, table, range)
    const stopped = txn.locking ? this.#waitForWriters(txn, slots) : undefined
    if (stopped !== undefined) return stopped
    const snapshot = this.#lifecycle.snapshotFor(txn)
    const rows: Found<Row>[] = []
    for (const slot of slots) {
      const version = slot.visibleTo(txn, snapshot)
      const failed = this.#findWriter(txn, slot, version)
      if (failed !== undefined) return failed
      const found = foundOf<Row>(version)
      if (found !== undefined && firstUnmet(found.row, where) === undefined) rows.push(found)
    }
    if (txn.level === 'serializable') readLocks.noteRange(txn, table, from, to, slots)
    return { status: 'ok', value: rows }
  }

  /** Remembers that the transaction saw `version` (or nothing) at the key, and draws the conflict if it is replaced. */
  noteRead(
    txn: Transaction,
    table: Table,
    key: RowKey,
    slot: RowSlot | undefined,
    version: Version | undefined,
  ): Failed | undefined {
    if (txn.level !== 'serializable' || version?.createdBy === txn.id) return undefined
    const { readLocks } = this.#lifecycle
    if (slot === undefined) readLocks.noteRange(txn, table, key, key, [])
    else readLocks.noteRow(txn, slot)
    return slot === undefined ? undefined : this.#findWriter(txn, slot, version)
  }

  /** Only the next writer matters: a conflict with a later one implies a dangerous structure that this one is in. */
  #findWriter(txn: Transaction, slot: RowSlot, version: Version | undefined): Failed | undefined {
    if (txn.node === undefined) return undefined
    const writer = slot.replacementOf(version)?.writer
    if (writer === undefined) return undefined
    const danger = this.#lifecycle.graph.add(txn.node, writer, txn.node)
    return danger && this.#lifecycle.fail(txn, 'serialization-failure', danger)
  }

  #waitForWriters(txn: Transaction, slots: readonly RowSlot[]): Blocked | Failed | undefined {
    for (const slot of slots) {
      const stopped = this.#waitForWriter(txn, slot)
      if (stopped !== undefined) return stopped
    }
    return undefined
  }

  /** Who has read a row keeps reading it while a writer waits for the readers to end. */
  #waitForWriter(txn: Transaction, slot: RowSlot): Blocked | Failed | undefined {
    const { holder } = slot
    if (holder === undefined || holder === txn) return undefined
    const written = slot.newest !== undefined && slot.newest.createdBy === holder.id
    if (!written && this.#lifecycle.readLocks.covers(txn, slot)) return undefined
    return this.#lifecycle.waitForEnd(txn, 'writer', slot, holder)
  }
}

/** What has to be looked at: at serializable all rows, for what keeps a row out of the index is read too. */
function slotsOf(txn: Transaction, table: Table, { from, to, where }: Range): readonly RowSlot[] {
  const index = txn.level === 'serializable' ? undefined : table.partial.find((each) => each.answers(where))
  return (index ?? table.rows).range(from, to)
}

function foundOf<Row extends RowValue>(version: Version | undefined): Found<Row> | undefined {
  if (version?.value === undefined) return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only rows of its type are written into a table
  return { key: version.slot.key, row: version.value as Row, version: version.number }
}
