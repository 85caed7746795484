import type { TxnId } from './outcome.ts'
import type { RowKey, RowValue } from './row.ts'
import type { Table } from './table.ts'

/** One version as plain data; null stands for a deleted row, and for a commit that has not happened. */
export interface VersionView {
  readonly createdBy: TxnId
  readonly version: number
  readonly row: RowValue | null
  readonly beginSequence: number | null
  readonly endSequence: number | null
}

/** The versions of a key, newest first; reads only. */
export function versionViews(table: Table, key: RowKey): readonly VersionView[] {
  const views: VersionView[] = []
  for (let version = table.rows.get(key)?.newest; version !== undefined; version = version.older) {
    const { createdBy, beginSequence, endSequence, number, value } = version
    views.push({
      createdBy,
      version: number,
      row: value ?? null,
      beginSequence: finite(beginSequence),
      endSequence: finite(endSequence),
    })
  }
  return views
}

function finite(sequence: number): number | null {
  return sequence === Infinity ? null : sequence
}
