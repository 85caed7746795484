import type { Nanos } from '../../lib/units.ts'
import type { ConflictNode } from './conflict-graph.ts'
import type { Lockable } from './lockable.ts'
import type { IsolationLevel, TxnId } from './outcome.ts'
import type { RangeRead } from './read-locks.ts'
import type { RowSlot, Version } from './row-slot.ts'
import type { UniqueEntry } from './unique-index.ts'

/** The commit sequence of what has not been committed: later than everything. */
export const PENDING = Infinity
/** The snapshot of a transaction that has not read or written yet. */
export const NO_SNAPSHOT = -1

/**
 * What a waiting transaction waits for: its turn at a write lock, the end of a row's writer (a locking reader does),
 * or the end of a row's locking readers (a writer does).
 */
export type WaitKind = 'lock' | 'writer' | 'readers'

/** The store's record of one transaction. Internal: callers hold only its id. */
export class Transaction {
  readonly id: TxnId
  readonly level: IsolationLevel
  readonly startedAt: Nanos
  /** Reads take locks that block writers (strict two-phase locking), and see the latest commit. */
  readonly locking: boolean
  /** The place in the read-write conflict graph, at serializable by snapshot isolation. */
  readonly node: ConflictNode | undefined
  /** Sees commits up to and including this one; of no meaning at read committed. */
  snapshot = NO_SNAPSHOT
  commitSequence = PENDING

  readonly writes: Version[] = []
  readonly locks: Lockable[] = []
  readonly uniqueEntries: UniqueEntry[] = []
  readonly pointReads: RowSlot[] = []
  readonly rangeReads: RangeRead[] = []

  waitingOn: Lockable | undefined = undefined
  waitKind: WaitKind = 'lock'
  /** The transaction whose end wakes this one, when it waits for a writer or for readers. */
  wokenByEndOf: Transaction | undefined = undefined
  /** Those that this one's end wakes, besides the queues of its locks. May hold stale entries. */
  readonly endWaiters: Transaction[] = []
  nextWaiter: Transaction | undefined = undefined
  previousWaiter: Transaction | undefined = undefined
  nextSnapshot: Transaction | undefined = undefined
  previousSnapshot: Transaction | undefined = undefined

  constructor(
    id: TxnId,
    level: IsolationLevel,
    startedAt: Nanos,
    locking: boolean,
    node: ConflictNode | undefined,
  ) {
    this.id = id
    this.level = level
    this.startedAt = startedAt
    this.locking = locking
    this.node = node
  }

  /** True at the levels that read from one snapshot and lose to whoever updated a row first. */
  get usesSnapshot(): boolean {
    return (this.level === 'snapshot' || this.level === 'serializable') && !this.locking
  }
}
