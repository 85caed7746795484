import { assert } from '../../lib/assert.ts'
import { OrderedRows } from './ordered-rows.ts'
import { PartialIndex } from './partial-index.ts'
import type { Condition, RowKey, RowValue } from './row.ts'
import { RowSlot } from './row-slot.ts'
import { UniqueIndex } from './unique-index.ts'
import type { UniqueConstraint } from './unique-index.ts'

export interface TableOptions<Column extends string = string> {
  /** What every row must meet whenever it is written, e.g. `{ column: 'available', is: '>=', value: 0 }`. */
  readonly checks?: readonly Condition<Column>[]
  /** Besides the primary key. */
  readonly unique?: readonly UniqueConstraint<Column>[]
  /** Conditions by which few of many rows are to be found, e.g. `status = 'held'`. */
  readonly partial?: readonly (readonly Condition<Column>[])[]
}

/** A table of an `MvccStore`, and the handle by which callers name it; `Row` is for the compiler only. */
export class Table<Row extends RowValue = RowValue> {
  readonly name: string
  checks: readonly Condition[]
  readonly indexes: readonly UniqueIndex[]
  readonly partial: readonly PartialIndex[]
  readonly rows = new OrderedRows()
  /** Stands after the last row, so that the gap behind it can be locked like any other. */
  readonly end: RowSlot
  versionCount = 0
  declare readonly rowType: Row

  constructor(name: string, options: TableOptions) {
    assert(name.length > 0, 'a table has a name')
    for (const { columns } of options.unique ?? [])
      assert(columns.length > 0, 'a unique constraint has columns')
    this.name = name
    this.checks = options.checks ?? []
    this.indexes = (options.unique ?? []).map((constraint) => new UniqueIndex(name, constraint))
    this.partial = (options.partial ?? []).map((where) => new PartialIndex(where))
    this.end = new RowSlot(this, '')
  }

  /** The slot after a key: where the read locks on the gap behind it are kept. */
  slotAfter(key: RowKey): RowSlot {
    return this.rows.after(key) ?? this.end
  }
}
