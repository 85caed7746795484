import type { ConflictNode } from './conflict-graph.ts'
import { Lockable } from './lockable.ts'
import type { TxnId } from './outcome.ts'
import type { RangeRead } from './read-locks.ts'
import type { RowKey, RowValue } from './row.ts'
import type { Table } from './table.ts'
import { PENDING } from './transaction.ts'
import type { Transaction } from './transaction.ts'

/** One version of a row; `value` undefined says that the row was deleted. */
export class Version {
  readonly slot: RowSlot
  readonly createdBy: TxnId
  value: RowValue | undefined
  /** Unique to the write that made it: what optimistic writers compare. */
  number: number
  /** Visible from this commit on, until the commit that replaced it. */
  beginSequence = PENDING
  endSequence = PENDING
  older: Version | undefined
  /** The writer's place in the conflict graph, for as long as a reader concurrent with it may come. */
  writer: ConflictNode | undefined

  constructor(
    slot: RowSlot,
    value: RowValue | undefined,
    number: number,
    createdBy: TxnId,
    older: Version | undefined,
    writer: ConflictNode | undefined,
  ) {
    this.slot = slot
    this.value = value
    this.number = number
    this.createdBy = createdBy
    this.older = older
    this.writer = writer
  }
}

/**
 * A key's place in a table: its write lock, its versions from newest to oldest, and the read locks that lie on it.
 * At most one version is uncommitted, it is the newest, and the lock's holder made it.
 * Paper: Reed, "Naming and synchronization in a decentralized computer system" (1978), for versions.
 * Compare: an undo log (the newest in place, older rebuilt). Cost: a read walks the versions since its snapshot.
 * Invariant: along the chain, begin sequences strictly fall, and each version ends where the next newer begins.
 */
export class RowSlot extends Lockable {
  readonly table: Table
  readonly key: RowKey
  newest: Version | undefined = undefined
  pointReaders: Set<Transaction> | undefined = undefined
  /** Range reads that cover this key, or some of the gap between the previous key and this one. */
  rangeReads: Set<RangeRead> | undefined = undefined

  constructor(table: Table, key: RowKey) {
    super()
    this.table = table
    this.key = key
  }

  describe(): { readonly table: string; readonly key: RowKey } {
    return { table: this.table.name, key: this.key }
  }

  /** What a transaction sees: its own write, else the newest version committed up to `snapshot`, or at the lowest level the newest. */
  visibleTo(txn: Transaction, snapshot: number): Version | undefined {
    let version = this.newest
    if (txn.level === 'read-uncommitted') return version
    while (version !== undefined && version.beginSequence > snapshot && version.createdBy !== txn.id) {
      version = version.older
    }
    return version
  }

  /** The version that replaced `version`; when it is undefined, the oldest kept. */
  replacementOf(version: Version | undefined): Version | undefined {
    if (this.newest === version) return undefined
    let replacement = this.newest
    while (replacement !== undefined && replacement.older !== version) replacement = replacement.older
    return replacement
  }

  newestCommitted(): Version | undefined {
    const { newest } = this
    return newest !== undefined && newest.beginSequence === PENDING ? newest.older : newest
  }

  /** True when the key is as good as absent: no row at any snapshot in use, no lock, no note of a reader. */
  isGone(): boolean {
    if (this.holder !== undefined || (this.pointReaders !== undefined && this.pointReaders.size > 0))
      return false
    const { newest } = this
    return newest === undefined || (newest.value === undefined && newest.older === undefined)
  }
}
