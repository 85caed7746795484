import { describe, expect, test } from 'vitest'
import { MvccStore } from '../../algorithms/txn/mvcc-store.ts'
import type { Table } from '../../algorithms/txn/table.ts'
import { nightKey, schema, type Inventory } from './schemas/hotel.ts'

const SIZES = {
  checks: true,
  rooms: 2,
  nights: 4,
  unitsPerRoom: 10,
  overbookingPercent: 0,
  accounts: 2,
  openingCents: 0,
}
const NIGHT = nightKey(0, 1)

function hotel() {
  const store = new MvccStore({ serializable: 'snapshot-isolation' })
  schema.create(store, SIZES)
  const inventory = store.table('inventory') as Table<Inventory>
  const row = (key = NIGHT) => store.versionsOf(inventory, key)[0]?.row ?? null
  const sell = (rooms: number) => {
    const txn = store.begin('serializable', 0)
    const { status } = store.update(txn, inventory, NIGHT, { add: { available: -rooms } })
    if (status === 'ok') store.commit(txn)
    return status
  }
  return { store, row, sell }
}

describe('the stock of a hotel', () => {
  test('grows by the overbooking policy and no further', () => {
    const { store, row, sell } = hotel()
    expect(sell(10)).toBe('ok')
    schema.resize(store, { ...SIZES, overbookingPercent: 10 })
    expect(row()).toMatchObject({ units: 10, sellable: 11, available: 1 })
    expect(sell(1)).toBe('ok')
    expect(sell(1)).toBe('failed')
  })

  test('keeps what was sold when the policy is withdrawn, and sells no more', () => {
    const { store, row, sell } = hotel()
    schema.resize(store, { ...SIZES, overbookingPercent: 10 })
    sell(11)
    schema.resize(store, SIZES)
    expect(row()).toMatchObject({ sellable: 11, available: 0 })
    expect(sell(1)).toBe('failed')
    expect(sell(-1)).toBe('ok') // a cancellation
    expect(sell(1)).toBe('ok')
    expect(sell(1)).toBe('failed')
  })

  test('gets room types and nights that it did not have', () => {
    const { store, row } = hotel()
    expect(row(nightKey(2, 5))).toBeNull()
    schema.resize(store, { ...SIZES, rooms: 3, nights: 6 })
    expect(row(nightKey(2, 5))).toMatchObject({ available: 10 })
  })
})
