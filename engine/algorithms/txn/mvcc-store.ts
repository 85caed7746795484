import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { inspectStore } from './inspect-store.ts'
import type { StoreSnapshot } from './inspect-store.ts'
import { Lifecycle } from './lifecycle.ts'
import type { TxnCounters } from './lifecycle.ts'
import type {
  Committed,
  Failed,
  Found,
  IsolationLevel,
  Outcome,
  SerializableStrategy,
  TxnId,
  Written,
} from './outcome.ts'
import { RowReader } from './row-reader.ts'
import { firstUnmet } from './row.ts'
import type { Change, ColumnOf, Condition, RowKey, RowValue } from './row.ts'
import { RowSlot, Version } from './row-slot.ts'
import { RowWriter } from './row-writer.ts'
import type { Plan } from './row-writer.ts'
import { Table } from './table.ts'
import type { TableOptions } from './table.ts'
import { Transaction } from './transaction.ts'
import { versionViews } from './version-view.ts'
import type { VersionView } from './version-view.ts'

export interface MvccStoreOptions {
  /** How the level `serializable` is kept. */
  readonly serializable: SerializableStrategy
}

/**
 * A multi-version store with transactions at read committed, snapshot and serializable isolation, row locks, unique
 * and check constraints: PostgreSQL's behaviour, taken step by step. A step that is `blocked` is issued again, the same,
 * once some outcome's `wake` names its transaction; a step that `failed` has rolled its transaction back.
 * Paper: Berenson et al., "A critique of ANSI SQL isolation levels" (1995); Cahill, Röhm, Fekete (2008) and Ports,
 * Grittner (2012) for serializable snapshots; Eswaran et al. (1976) for two-phase locking.
 * Compare: single-version locking; optimistic validation (Kung and Robinson 1981); timestamp order (Reed 1978).
 * Cost: O(1) by key, plus the versions since the snapshot and, at serializable, the concurrent readers of what is written.
 * Invariant: what is committed at serializable has an equal serial order; no wait is part of a cycle.
 */
export class MvccStore {
  readonly #lifecycle: Lifecycle
  readonly #reader: RowReader
  readonly #writer: RowWriter

  constructor({ serializable }: MvccStoreOptions) {
    assertStrategy(serializable)
    this.#lifecycle = this.makeLifecycle(serializable)
    this.#reader = new RowReader(this.#lifecycle)
    this.#writer = new RowWriter(this.#lifecycle, this.#reader)
  }

  get counters(): Readonly<TxnCounters> {
    return this.#lifecycle.counters
  }

  /** Makes a table; the handle is what the steps take. */
  createTable<Row extends RowValue>(name: string, options: TableOptions<ColumnOf<Row>> = {}): Table<Row> {
    assert(!this.#lifecycle.tables.has(name), 'a table is created once')
    const table = new Table<Row>(name, options)
    this.#lifecycle.tables.set(name, table)
    return table
  }

  /** The table of that name, if it has been created. */
  table(name: string): Table | undefined {
    return this.#lifecycle.tables.get(name)
  }

  /** Replaces the checks of a table, for rows written from now on; existing rows stay as they are (`NOT VALID`). */
  setChecks(table: Table, checks: readonly Condition[]): void {
    table.checks = checks
  }

  /** Keeps the level `serializable` in another way from now on. No transaction may be active. */
  setSerializable(strategy: SerializableStrategy): void {
    assertStrategy(strategy)
    assert(this.#lifecycle.active.size === 0, 'the strategy changes while no transaction is active')
    this.#lifecycle.strategy = strategy
  }

  /** Puts a row there as if it had been committed before all: for initial contents. The key must be new. */
  load<Row extends RowValue>(table: Table<Row>, key: RowKey, row: Row): void {
    assertKey(key)
    assert(firstUnmet(row, table.checks) === undefined, 'a loaded row meets the checks of its table')
    const slot = new RowSlot(table, key)
    slot.newest = new Version(slot, row, 0, 0, undefined, undefined)
    slot.newest.beginSequence = 0
    for (const index of table.indexes) {
      const uniqueKey = index.keyOf(row)
      if (uniqueKey === undefined) continue
      const entry = index.entry(uniqueKey)
      assert(entry.owner === undefined, 'loaded rows do not collide in a unique index')
      entry.owner = slot
    }
    for (const index of table.partial) index.note(slot, row)
    table.rows.insert(slot)
    this.#lifecycle.readLocks.slotAdded(slot)
    table.versionCount++
  }

  /** `now` is kept for `inspect` only. */
  begin(level: IsolationLevel, now: Nanos): TxnId {
    return this.#lifecycle.begin(level, now).id
  }

  read<Row extends RowValue>(txn: TxnId, table: Table<Row>, key: RowKey): Outcome<Found<Row> | undefined> {
    const active = this.#lifecycle.enter(txn)
    return active instanceof Transaction ? this.#done(active, this.#reader.read(active, table, key)) : active
  }

  /** The rows with from <= key <= to that meet `where`, in key order. At serializable, absent keys of the range count as read too. */
  scan<Row extends RowValue>(
    txn: TxnId,
    table: Table<Row>,
    from: RowKey,
    to: RowKey,
    where: readonly Condition<ColumnOf<Row>>[] = [],
  ): Outcome<readonly Found<Row>[]> {
    const active = this.#lifecycle.enter(txn)
    return active instanceof Transaction
      ? this.#done(active, this.#reader.scan(active, table, { from, to, where }))
      : active
  }

  /** Reads the row and locks it until the transaction ends. */
  selectForUpdate<Row extends RowValue>(
    txn: TxnId,
    table: Table<Row>,
    key: RowKey,
  ): Outcome<Found<Row> | undefined> {
    const active = this.#lifecycle.enter(txn)
    return active instanceof Transaction
      ? this.#done(active, this.#writer.selectForUpdate(active, table, key))
      : active
  }

  /** Adds a row; `unique-violation` if the key, or a key of a unique index, is taken. */
  insert<Row extends RowValue>(txn: TxnId, table: Table<Row>, key: RowKey, row: Row): Outcome<Written> {
    assertKey(key)
    const active = this.#lifecycle.enter(txn)
    return active instanceof Transaction
      ? this.#done(active, this.#writer.insert(active, table, key, row))
      : active
  }

  /** Replaces the whole row, if there is one. */
  write<Row extends RowValue>(txn: TxnId, table: Table<Row>, key: RowKey, row: Row): Outcome<Written> {
    return this.#modify(txn, table, key, { row })
  }

  /** Replaces the whole row if it still is the version that was read (optimistic locking). */
  writeIf<Row extends RowValue>(
    txn: TxnId,
    table: Table<Row>,
    key: RowKey,
    expectedVersion: number,
    row: Row,
  ): Outcome<Written> {
    return this.#modify(txn, table, key, { expectedVersion, row })
  }

  /** Changes a row in place: what `UPDATE … SET available = available - 1 WHERE available > 0` does. */
  update<Row extends RowValue>(
    txn: TxnId,
    table: Table<Row>,
    key: RowKey,
    change: Change<ColumnOf<Row>>,
  ): Outcome<Written>
  update(txn: TxnId, table: Table, key: RowKey, change: Change): Outcome<Written> {
    return this.#modify(txn, table, key, { where: change.where, change })
  }

  delete<Row extends RowValue>(
    txn: TxnId,
    table: Table<Row>,
    key: RowKey,
    where?: readonly Condition<ColumnOf<Row>>[],
  ): Outcome<Written> {
    return this.#modify(txn, table, key, { where })
  }

  commit(txn: TxnId): Committed | Failed {
    const active = this.#lifecycle.enter(txn)
    return active instanceof Transaction ? this.#lifecycle.commit(active) : active
  }

  /** Rolls back. Harmless when the transaction has ended already. */
  abort(txn: TxnId): { readonly wake: readonly TxnId[] } {
    const active = this.#lifecycle.active.get(txn)
    if (active === undefined) return { wake: [] }
    this.#lifecycle.counters.aborted++
    return { wake: this.#lifecycle.rollBack(active) }
  }

  /** After a crash: active transactions are rolled back, and their ids are unknown from now on. */
  recover(): void {
    this.#lifecycle.recover()
  }

  /** The versions of a key, newest first; reads only. */
  versionsOf(table: Table, key: RowKey): readonly VersionView[] {
    return versionViews(table, key)
  }

  /** What the view draws, at most `limit` transactions, locks and conflicts of each. Reads only. */
  inspect(now: Nanos, limit = 50): StoreSnapshot {
    return inspectStore(this.#lifecycle, now, limit)
  }

  protected makeLifecycle(strategy: SerializableStrategy): Lifecycle {
    return new Lifecycle(strategy)
  }

  #modify(txn: TxnId, table: Table, key: RowKey, plan: Plan): Outcome<Written> {
    const active = this.#lifecycle.enter(txn)
    return active instanceof Transaction
      ? this.#done(active, this.#writer.modify(active, table, key, plan))
      : active
  }

  /** A step that went through leaves whatever the transaction was queued for before. */
  #done<Value>(active: Transaction, outcome: Outcome<Value>): Outcome<Value> {
    if (outcome.status === 'ok') this.#lifecycle.writeLocks.stopWaiting(active)
    return outcome
  }
}

function assertStrategy(strategy: SerializableStrategy): void {
  assert(
    strategy === 'snapshot-isolation' || strategy === 'two-phase-locking',
    'serializable is kept by snapshot-isolation or by two-phase-locking',
  )
}

function assertKey(key: RowKey): void {
  assert(typeof key === 'string' || Number.isSafeInteger(key), 'a row key is a string or a safe integer')
}
