import { unreachable } from '../../lib/assert.ts'

/** A primary key: a safe integer or a string. Integers sort before strings, strings by UTF-16 units. */
export type RowKey = number | string

export type Cell = number | string | boolean | null

/** A row: a number, or a record of cells. Declare record rows as a `type`, not an `interface`. Never mutated. */
export type RowValue = number | Readonly<Record<string, Cell>>

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/**
 * One comparison, as data: `available >= 0`, `sold <= capacity`. A row that is a number has one column, of any name.
 * Cells of different types, or null, are never ordered; `=` and `!=` compare them by identity.
 */
export interface Condition<Column extends string = string> {
  readonly column: Column
  readonly is: Comparison
  readonly value: Cell | { readonly column: Column }
}

/** An UPDATE as data, so that it can be evaluated again on a newer version of the row: set, then add, if `where`. */
export interface Change<Column extends string = string> {
  readonly set?: { readonly [column in Column]?: Cell }
  readonly add?: { readonly [column in Column]?: number }
  readonly where?: readonly Condition<Column>[]
}

/** The columns of a row type; a row that is a number has one column, of any name. */
export type ColumnOf<Row extends RowValue> = Row extends number ? string : keyof Row & string

/** Negative, zero or positive: the order of keys in a table. */
export function compareKeys(left: RowKey, right: RowKey): number {
  if (typeof left === 'number') return typeof right === 'number' ? left - right : -1
  if (typeof right === 'number') return 1
  return left < right ? -1 : left > right ? 1 : 0
}

/** The cell of a column; a missing column is null. */
export function cellOf(row: RowValue, column: string): Cell {
  return typeof row === 'number' ? row : (row[column] ?? null)
}

/** The first condition that the row does not meet, if any. */
export function firstUnmet(row: RowValue, conditions: readonly Condition[]): Condition | undefined {
  for (const condition of conditions) if (!meets(row, condition)) return condition
  return undefined
}

/** The row after a change. Adding to a cell that is not a number counts from zero. */
export function changed(row: RowValue, change: Change): RowValue {
  if (typeof row === 'number') return changedNumber(row, change)
  const result: Record<string, Cell> = { ...row }
  for (const column in change.set) result[column] = change.set[column] ?? null
  for (const column in change.add) {
    const cell = result[column]
    result[column] = (typeof cell === 'number' ? cell : 0) + (change.add[column] ?? 0)
  }
  return result
}

function changedNumber(row: number, change: Change): number {
  let result = row
  for (const column in change.set) {
    const cell = change.set[column]
    if (typeof cell === 'number') result = cell
  }
  for (const column in change.add) result += change.add[column] ?? 0
  return result
}

function meets(row: RowValue, condition: Condition): boolean {
  const left = cellOf(row, condition.column)
  const { value } = condition
  const right = typeof value === 'object' && value !== null ? cellOf(row, value.column) : value
  if (condition.is === '=') return left === right
  if (condition.is === '!=') return left !== right
  return ordered(left, condition.is, right)
}

function ordered(left: Cell, is: '<' | '<=' | '>' | '>=', right: Cell): boolean {
  if (left === null || right === null || typeof left !== typeof right) return false
  switch (is) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    default:
      return unreachable(is)
  }
}
