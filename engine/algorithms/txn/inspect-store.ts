import type { Nanos } from '../../lib/units.ts'
import type { Lifecycle, TxnCounters } from './lifecycle.ts'
import type { IsolationLevel, TxnId } from './outcome.ts'
import type { RowKey } from './row.ts'
import type { Transaction } from './transaction.ts'

export interface TransactionView {
  readonly id: TxnId
  readonly level: IsolationLevel
  readonly ageNanos: Nanos
  /** Null before the first statement, and where each statement sees the latest commit. */
  readonly snapshot: number | null
  readonly locksHeld: number
  readonly rowsWritten: number
  readonly waitsFor: readonly TxnId[]
  /** It will be told to roll back at its next step. */
  readonly doomed: boolean
}

export interface LockView {
  readonly table: string
  readonly key: RowKey
  readonly holder: TxnId
  readonly queue: readonly TxnId[]
}

export interface TableView {
  readonly name: string
  readonly keys: number
  /** Versions kept, deleted and uncommitted ones too. */
  readonly versions: number
  /** Keys of the unique indexes, freed ones that are still needed too. */
  readonly uniqueKeys: number
}

/** A picture of an `MvccStore` as plain data. */
export interface StoreSnapshot {
  readonly commitSequence: number
  readonly oldestSnapshot: number
  readonly activeCount: number
  /** Committed transactions whose versions, read locks and conflicts an older snapshot still needs. */
  readonly retainedCount: number
  readonly active: readonly TransactionView[]
  readonly locks: readonly LockView[]
  /** Read-write conflicts, [reader, writer]: the reader comes first in any serial order. */
  readonly conflicts: readonly (readonly [TxnId, TxnId])[]
  readonly tables: readonly TableView[]
  readonly versionsReclaimed: number
  readonly counters: Readonly<TxnCounters>
}

/** Reads only. At most `limit` active transactions, locks and conflicts are listed, oldest transactions first. */
export function inspectStore(lifecycle: Lifecycle, now: Nanos, limit: number): StoreSnapshot {
  const active: TransactionView[] = []
  const locks: LockView[] = []
  const conflicts: (readonly [TxnId, TxnId])[] = []
  for (const txn of lifecycle.active.values()) {
    if (active.length >= limit) break
    active.push(viewOf(lifecycle, txn, now))
    for (const lock of txn.locks) {
      if (locks.length < limit)
        locks.push({ ...lock.describe(), holder: txn.id, queue: queueOf(lock, limit) })
    }
    for (const edge of conflictsOf(txn)) if (conflicts.length < limit) conflicts.push(edge)
  }
  return {
    commitSequence: lifecycle.commitSequence,
    oldestSnapshot: lifecycle.oldestSnapshot,
    activeCount: lifecycle.active.size,
    retainedCount: lifecycle.leftovers.keptCount,
    active,
    locks,
    conflicts,
    tables: [...lifecycle.tables.values()].map((table) => ({
      name: table.name,
      keys: table.rows.size,
      versions: table.versionCount,
      uniqueKeys: table.indexes.reduce((sum, index) => sum + index.size, 0),
    })),
    versionsReclaimed: lifecycle.leftovers.versionsReclaimed,
    counters: { ...lifecycle.counters },
  }
}

function viewOf(lifecycle: Lifecycle, txn: Transaction, now: Nanos): TransactionView {
  return {
    id: txn.id,
    level: txn.level,
    ageNanos: now - txn.startedAt,
    snapshot: txn.snapshot < 0 ? null : txn.snapshot,
    locksHeld: txn.locks.length,
    rowsWritten: txn.writes.length,
    waitsFor: lifecycle.writeLocks.blockersOf(txn).map((blocker) => blocker.id),
    doomed: txn.node?.doomedBy !== undefined,
  }
}

function queueOf(lock: { readonly firstWaiter: Transaction | undefined }, limit: number): TxnId[] {
  const queue: TxnId[] = []
  for (
    let waiter = lock.firstWaiter;
    waiter !== undefined && queue.length < limit;
    waiter = waiter.nextWaiter
  ) {
    queue.push(waiter.id)
  }
  return queue
}

/** Each conflict once: from the reader's side, or the writer's when the reader has committed. */
function conflictsOf(txn: Transaction): (readonly [TxnId, TxnId])[] {
  if (txn.node === undefined) return []
  const edges: (readonly [TxnId, TxnId])[] = []
  for (const writer of txn.node.outgoing) edges.push([txn.id, writer.id])
  for (const reader of txn.node.incoming) if (reader.committed) edges.push([reader.id, txn.id])
  return edges
}
