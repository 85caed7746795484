import type { Nanos } from '../../lib/units.ts'
import { ConflictGraph, ConflictNode } from './conflict-graph.ts'
import type {
  Blocked,
  Cause,
  Committed,
  Failed,
  FailureReason,
  IsolationLevel,
  SerializableStrategy,
  TxnId,
} from './outcome.ts'
import { Leftovers } from './leftovers.ts'
import type { Lockable } from './lockable.ts'
import { ReadLocks } from './read-locks.ts'
import { Version } from './row-slot.ts'
import type { RowSlot } from './row-slot.ts'
import type { RowValue } from './row.ts'
import { Snapshots } from './snapshots.ts'
import type { Table } from './table.ts'
import { NO_SNAPSHOT, Transaction } from './transaction.ts'
import { WriteLocks } from './write-locks.ts'

/** Running totals since the store was made. */
export interface TxnCounters {
  begun: number
  committed: number
  /** Rolled back on request or by a crash, not by a failure. */
  aborted: number
  firstUpdaterFailures: number
  dangerousStructures: number
  deadlocks: number
  uniqueViolations: number
  checkViolations: number
  lockWaits: number
}

const ENDED: Failed = { status: 'failed', reason: 'transaction-ended', cause: { kind: 'ended' }, wake: [] }

/**
 * How transactions of a store begin, wait, fail, commit and roll back.
 * Paper: Gray and Reuter, "Transaction processing" (1993), chapter 10. Compare: a log to redo and undo by; here what is
 * committed is durable by assumption, and versions are the undo. Cost: O(rows written and read) an end.
 * Invariant: commit sequences rise by one; a transaction holds locks and versions only while it is active.
 */
export class Lifecycle {
  /** Changed only while no transaction is active: it says what their locks and conflicts mean. */
  strategy: SerializableStrategy
  readonly tables = new Map<string, Table>()
  readonly active = new Map<TxnId, Transaction>()
  readonly graph = new ConflictGraph()
  readonly readLocks = new ReadLocks()
  readonly writeLocks = new WriteLocks(this.readLocks)
  readonly leftovers = new Leftovers(this.graph, this.readLocks)
  readonly counters: TxnCounters = {
    begun: 0,
    committed: 0,
    aborted: 0,
    firstUpdaterFailures: 0,
    dangerousStructures: 0,
    deadlocks: 0,
    uniqueViolations: 0,
    checkViolations: 0,
    lockWaits: 0,
  }
  readonly #snapshots = new Snapshots()
  #lastTxnId = 0
  #versionNumber = 0
  #commitSequence = 0

  constructor(strategy: SerializableStrategy) {
    this.strategy = strategy
  }

  /** The place of the latest commit in the commit order. */
  get commitSequence(): number {
    return this.#commitSequence
  }

  /** Nobody active sees a state older than this. */
  get oldestSnapshot(): number {
    return this.#snapshots.oldest() ?? this.#commitSequence
  }

  begin(level: IsolationLevel, now: Nanos): Transaction {
    const id = ++this.#lastTxnId
    const locking = level === 'serializable' && this.strategy === 'two-phase-locking'
    const node = level === 'serializable' && !locking ? new ConflictNode(id) : undefined
    const txn = new Transaction(id, level, now, locking, node)
    this.active.set(id, txn)
    this.counters.begun++
    return txn
  }

  /** The transaction that takes a step, unless it is over, or another's step has doomed it. */
  enter(id: TxnId): Transaction | Failed {
    const txn = this.active.get(id)
    if (txn === undefined) return ENDED
    const doom = txn.node?.doomedBy
    return doom === undefined ? txn : this.fail(txn, 'serialization-failure', doom)
  }

  /** What a statement sees: one snapshot for the whole transaction, taken at its first statement, or the latest. */
  snapshotFor(txn: Transaction): number {
    if (!txn.usesSnapshot) return this.#commitSequence
    if (txn.snapshot === NO_SNAPSHOT) {
      txn.snapshot = this.#commitSequence
      if (txn.node !== undefined) txn.node.snapshot = txn.snapshot
      this.#snapshots.add(txn)
    }
    return txn.snapshot
  }

  /** Puts down a new version, or changes the one this transaction put down before. `undefined` deletes. */
  install(txn: Transaction, slot: RowSlot, value: RowValue | undefined): number {
    const number = ++this.#versionNumber
    const { newest } = slot
    for (const index of slot.table.partial) index.note(slot, value)
    if (newest !== undefined && newest.createdBy === txn.id) {
      newest.value = value
      newest.number = number
    } else {
      slot.newest = new Version(slot, value, number, txn.id, newest, txn.node)
      slot.table.versionCount++
      txn.writes.push(slot.newest)
    }
    return number
  }

  /** Queues for a lock that another holds; undefined when it was free. */
  lock(txn: Transaction, lock: Lockable): Blocked | Failed | undefined {
    const waited = txn.waitingOn === lock
    return this.writeLocks.acquire(txn, lock) ? undefined : this.#blocked(txn, waited)
  }

  /** Blocks until `other`, a writer or a locking reader of the slot, has ended. */
  waitForEnd(
    txn: Transaction,
    kind: 'writer' | 'readers',
    slot: RowSlot,
    other: Transaction,
  ): Blocked | Failed {
    const waited = txn.waitingOn === slot
    this.writeLocks.waitForEnd(txn, kind, slot, other)
    return this.#blocked(txn, waited)
  }

  /** Rolls back a transaction that cannot go on. */
  fail(txn: Transaction, reason: Exclude<FailureReason, 'transaction-ended'>, cause: Cause): Failed {
    this.#count(cause)
    return { status: 'failed', reason, cause, wake: this.rollBack(txn) }
  }

  commit(txn: Transaction): Committed | Failed {
    if (txn.node !== undefined) {
      const danger = this.graph.beforeCommit(txn.node)
      if (danger !== undefined) return this.fail(txn, 'serialization-failure', danger)
    }
    const sequence = ++this.#commitSequence
    txn.commitSequence = sequence
    for (const version of txn.writes) {
      version.beginSequence = sequence
      if (version.older !== undefined) version.older.endSequence = sequence
    }
    for (const entry of txn.uniqueEntries) entry.commit(sequence, txn.id)
    if (txn.node !== undefined) this.graph.commit(txn.node, sequence, txn.writes.length > 0)
    this.counters.committed++
    const wake = this.#end(txn)
    this.leftovers.keep(txn)
    this.leftovers.dropUnneeded(this.oldestSnapshot)
    return { status: 'ok', sequence, wake }
  }

  /** Undoes all that a transaction did. Returned: who may go on. */
  rollBack(txn: Transaction): TxnId[] {
    for (const { slot } of txn.writes) {
      slot.newest = slot.newest?.older
      slot.table.versionCount--
    }
    txn.writes.length = 0
    for (const entry of txn.uniqueEntries) entry.abort()
    const wake = this.#end(txn)
    this.leftovers.drop(txn)
    this.leftovers.dropUnneeded(this.oldestSnapshot)
    return wake
  }

  /** After a crash: whatever was active is rolled back, whatever was committed stays. */
  recover(): void {
    for (const txn of this.active.values()) {
      this.rollBack(txn)
      this.counters.aborted++
    }
  }

  #blocked(txn: Transaction, waited: boolean): Blocked | Failed {
    const cycle = this.writeLocks.cycleThrough(txn)
    if (cycle !== undefined) return this.fail(txn, 'deadlock', { kind: 'deadlock', cycle })
    if (!waited) this.counters.lockWaits++
    return { status: 'blocked', waitsFor: this.writeLocks.blockersOf(txn)[0].id }
  }

  #end(txn: Transaction): TxnId[] {
    this.active.delete(txn.id)
    this.#snapshots.remove(txn)
    if (txn.locking) this.readLocks.release(txn)
    const wake = this.writeLocks.releaseAll(txn)
    this.leftovers.dropLocks(txn, this.oldestSnapshot)
    return wake
  }

  #count(cause: Cause): void {
    const { counters } = this
    if (cause.kind === 'first-updater-wins') counters.firstUpdaterFailures++
    else if (cause.kind === 'dangerous-structure') counters.dangerousStructures++
    else if (cause.kind === 'deadlock') counters.deadlocks++
    else if (cause.kind === 'duplicate') counters.uniqueViolations++
    else if (cause.kind === 'check') counters.checkViolations++
  }
}
