import type { Table } from '../../../algorithms/txn/table.ts'
import { assert } from '../../../lib/assert.ts'
import type { Schema } from '../schema.ts'

/** A bank account. `opened`: what it held when it was opened, so that the sum of all money is known. */
export type Account = { balance: number; opened: number }

/** Bank accounts, numbered from 0, that all open with the same balance. */
export const schema: Schema = {
  name: 'accounts',
  create(store, { checks, accounts, openingCents }) {
    const table = store.createTable<Account>('accounts')
    schema.constrain(store, checks)
    for (let account = 0; account < accounts; account++)
      store.load(table, account, { balance: openingCents, opened: openingCents })
  },
  constrain(store, checks) {
    const table = store.table('accounts') as Table<Account> | undefined
    if (table !== undefined) store.setChecks(table, checks ? [{ column: 'balance', is: '>=', value: 0 }] : [])
  },
  resize(store, { accounts, openingCents }) {
    const table = store.table('accounts') as Table<Account> | undefined
    if (table === undefined) return
    const txn = store.begin('read-committed', 0)
    for (let account = 0; account < accounts; account++) {
      const found = store.read(txn, table, account)
      assert(found.status === 'ok', 'nothing conflicts with a transaction that is alone')
      if (found.value !== undefined) continue
      const opened = store.insert(txn, table, account, { balance: openingCents, opened: openingCents })
      assert(opened.status === 'ok', 'nothing conflicts with a transaction that is alone')
    }
    assert(store.commit(txn).status === 'ok', 'a transaction alone commits')
  },
}
