import type { MvccStore } from '../../algorithms/txn/mvcc-store.ts'
import type { Outcome } from '../../algorithms/txn/outcome.ts'
import type { Table } from '../../algorithms/txn/table.ts'
import { assert } from '../../lib/assert.ts'
import type { DataStatement } from './protocol.ts'

/** Takes one step of a transaction; blocked steps are taken again by the caller. */
export function execute(store: MvccStore, statement: DataStatement): Outcome<unknown> {
  const table = tableOf(store, statement.table)
  const { txn } = statement
  switch (statement.what) {
    case 'read':
      return store.read(txn, table, statement.key)
    case 'select-for-update':
      return store.selectForUpdate(txn, table, statement.key)
    case 'scan':
      return store.scan(txn, table, statement.from, statement.to, statement.where)
    case 'insert':
      return store.insert(txn, table, statement.key, statement.row)
    case 'write':
      return store.write(txn, table, statement.key, statement.row)
    case 'write-if':
      return store.writeIf(txn, table, statement.key, statement.version, statement.row)
    case 'update':
      return store.update(txn, table, statement.key, statement.change)
    case 'delete':
      return store.delete(txn, table, statement.key)
  }
}

function tableOf(store: MvccStore, name: string): Table {
  const table = store.table(name)
  assert(table !== undefined, 'a statement names a table of the schema')
  return table
}
