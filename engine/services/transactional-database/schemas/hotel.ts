import type { Outcome } from '../../../algorithms/txn/outcome.ts'
import type { Table } from '../../../algorithms/txn/table.ts'
import { assert } from '../../../lib/assert.ts'
import type { Schema, SchemaSizes } from '../schema.ts'

/** A night of a room type: how many units may be sold, how many still can be, and the highest fencing token that wrote it. */
export type Inventory = { units: number; sellable: number; available: number; fence: number }
export type Reservation = {
  room: number
  checkIn: number
  nights: number
  guest: number
  /** held, then confirmed; refunding, then refunded, once the nights are given back. */
  status: string
  /** Names the charge at the payment provider. */
  reference: string
  cents: number
  expiresAtNanos: number
}

/** Reservations that somebody still has to do something about. */
export const UNSETTLED = [
  { column: 'status', is: '!=', value: 'confirmed' },
  { column: 'status', is: '!=', value: 'refunded' },
] as const

export const NIGHTS_PER_ROOM = 1_000
/** The row of a room's night. */
export const nightKey = (room: number, night: number): number => room * NIGHTS_PER_ROOM + night

type Sizes = Pick<SchemaSizes, 'rooms' | 'nights' | 'unitsPerRoom' | 'overbookingPercent'>

/** Room types with a stock of units for each night; by policy a few more are sold than there are. */
export const schema: Schema = {
  name: 'hotel',
  create(store, { checks, ...sizes }) {
    const inventory = store.createTable<Inventory>('inventory')
    schema.constrain(store, checks)
    store.createTable<Reservation>('reservations', { partial: [UNSETTLED] })
    const unsold = unsoldNight(sizes)
    for (const key of nightKeys(sizes)) store.load(inventory, key, unsold)
  },
  constrain(store, checks) {
    const inventory = store.table('inventory') as Table<Inventory> | undefined
    if (inventory !== undefined)
      store.setChecks(inventory, checks ? [{ column: 'available', is: '>=', value: 0 }] : [])
  },
  resize(store, sizes) {
    const inventory = store.table('inventory') as Table<Inventory> | undefined
    if (inventory === undefined) return
    const unsold = unsoldNight(sizes)
    const txn = store.begin('read-committed', 0)
    for (const key of nightKeys(sizes)) {
      const found = value(store.read(txn, inventory, key))
      if (found === undefined) value(store.insert(txn, inventory, key, unsold))
      else value(store.write(txn, inventory, key, restocked(found.row, unsold)))
    }
    assert(store.commit(txn).status === 'ok', 'a transaction alone commits')
  },
}

function* nightKeys({ rooms, nights }: Sizes): Generator<number> {
  for (let room = 0; room < rooms; room++)
    for (let night = 0; night < nights; night++) yield nightKey(room, night)
}

function unsoldNight({ unitsPerRoom, overbookingPercent }: Sizes): Inventory {
  const sellable = unitsPerRoom + Math.floor((unitsPerRoom * overbookingPercent) / 100)
  return { units: unitsPerRoom, sellable, available: sellable, fence: 0 }
}

/** What is sold stays sold, even if it is more than would be sold now. */
function restocked(
  { sellable, available, fence }: Inventory,
  { units, sellable: wanted }: Inventory,
): Inventory {
  const sold = sellable - available
  return { units, sellable: Math.max(wanted, sold), available: Math.max(0, wanted - sold), fence }
}

function value<Value>(outcome: Outcome<Value>): Value {
  assert(outcome.status === 'ok', 'nothing conflicts with a transaction that is alone')
  return outcome.value
}
