import type { Schema } from '../schema.ts'

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

export const NIGHTS_PER_ROOM = 1_000
/** The row of a room's night. */
export const nightKey = (room: number, night: number): number => room * NIGHTS_PER_ROOM + night

/** Room types with a stock of units for each night, sold down to zero or, by policy, a little below. */
export const schema: Schema = {
  name: 'hotel',
  create(store, { checks, rooms, nights, unitsPerRoom, overbookingPercent }) {
    const inventory = store.createTable<Inventory>('inventory', {
      checks: checks ? [{ column: 'available', is: '>=', value: 0 }] : [],
    })
    store.createTable<Reservation>('reservations')
    const sellable = unitsPerRoom + Math.floor((unitsPerRoom * overbookingPercent) / 100)
    for (let room = 0; room < rooms; room++) {
      for (let night = 0; night < nights; night++) {
        store.load(inventory, nightKey(room, night), {
          units: unitsPerRoom,
          sellable,
          available: sellable,
          fence: 0,
        })
      }
    }
  },
}
