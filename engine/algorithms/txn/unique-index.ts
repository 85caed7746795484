import { Lockable } from './lockable.ts'
import type { TxnId } from './outcome.ts'
import { cellOf, firstUnmet } from './row.ts'
import type { Cell, Condition, RowKey, RowValue } from './row.ts'
import type { RowSlot } from './row-slot.ts'

/** No two rows that meet `where` (all rows, if left out) have the same cells in `columns`; a null cell never collides. */
export interface UniqueConstraint<Column extends string = string> {
  readonly columns: readonly Column[]
  readonly where?: readonly Condition<Column>[]
}

type EntryKey = number | string | boolean

/** One key of a unique index, lockable like a row, because taking and giving up a key are both changes to it. */
export class UniqueEntry extends Lockable {
  readonly index: UniqueIndex
  readonly key: EntryKey
  /** The row that has the key in the latest committed state. */
  owner: RowSlot | undefined = undefined
  /** The commit that last gave the key to a row or took it away. */
  changedAt = 0
  changedBy: TxnId = 0
  /** What the lock's holder made of it: a row, `null` for nobody, undefined for no change. */
  #pending: RowSlot | null | undefined = undefined

  constructor(index: UniqueIndex, key: EntryKey) {
    super()
    this.index = index
    this.key = key
  }

  describe(): { readonly table: string; readonly key: RowKey } {
    return { table: `${this.index.tableName}(${this.index.columns.join(', ')})`, key: String(this.key) }
  }

  /** The owner in the eyes of the lock's holder. */
  ownerForHolder(): RowSlot | undefined {
    return this.#pending === undefined ? this.owner : (this.#pending ?? undefined)
  }

  take(slot: RowSlot): void {
    this.#pending = slot
  }

  giveUp(slot: RowSlot): void {
    if (this.ownerForHolder() === slot) this.#pending = null
  }

  commit(sequence: number, by: TxnId): void {
    if (this.#pending === undefined) return
    const owner = this.#pending ?? undefined
    if (owner !== this.owner) {
      this.changedAt = sequence
      this.changedBy = by
    }
    this.owner = owner
    this.#pending = undefined
  }

  abort(): void {
    this.#pending = undefined
  }

  isGone(oldestSnapshot: number): boolean {
    return this.holder === undefined && this.owner === undefined && this.changedAt <= oldestSnapshot
  }
}

/**
 * A unique index over the latest state. A second taker of a key waits until the first has committed (then it fails)
 * or rolled back (then it takes the key), whatever either can see.
 * Paper: Mohan, "ARIES/KVL: a key-value locking method" (1990). Compare: checking at commit (deferred constraints).
 * Cost: O(1) a key changed. Invariant: a key has at most one committed owner, and its lock's holder alone may change it.
 */
export class UniqueIndex {
  readonly tableName: string
  readonly columns: readonly string[]
  readonly #where: readonly Condition[]
  readonly #entries = new Map<EntryKey, UniqueEntry>()

  constructor(tableName: string, constraint: UniqueConstraint) {
    this.tableName = tableName
    this.columns = constraint.columns
    this.#where = constraint.where ?? []
  }

  /** The key of a row in this index; undefined when the row is not in it. */
  keyOf(row: RowValue | undefined): EntryKey | undefined {
    if (row === undefined || firstUnmet(row, this.#where) !== undefined) return undefined
    if (this.columns.length === 1) return cellOf(row, this.columns[0]) ?? undefined
    const cells: Cell[] = []
    for (const column of this.columns) {
      const cell = cellOf(row, column)
      if (cell === null) return undefined
      cells.push(cell)
    }
    return JSON.stringify(cells)
  }

  get size(): number {
    return this.#entries.size
  }

  entry(key: EntryKey): UniqueEntry {
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      entry = new UniqueEntry(this, key)
      this.#entries.set(key, entry)
    }
    return entry
  }

  drop(entry: UniqueEntry): void {
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key)
  }
}
