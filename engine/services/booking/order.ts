import type { Failure } from '../../schema/failures.ts'
import type { Call, Context } from '../define-service.ts'
import { nightKey } from '../transactional-database/schemas/hotel.ts'
import type { BOOKING_METRICS, BOOKING_PARAMS } from './params.ts'

export type BookingContext = Context<
  typeof BOOKING_PARAMS,
  typeof BOOKING_METRICS,
  'database' | 'locks' | 'payments',
  'processor'
>

/** What a guest asks for. */
export interface Stay {
  room: number
  checkIn: number
  nights: number
}

/** A booking under way. */
export interface Order extends Stay {
  guest: number
  /** Names the reservation, the charge and the lock's owner: the same in every try. */
  reference: string
  reservation: number
}

/** Reads an order off a request; the client puts a Stay into the body. */
export function orderOf(call: Call): Order {
  const { room, checkIn, nights } = call.body as Stay
  return { room, checkIn, nights, guest: call.client, reference: `r${call.id}`, reservation: call.id }
}

/** Rows of the nights, in order: everybody locks them in the same order. */
export function nightKeys({ room, checkIn, nights }: Stay): number[] {
  return Array.from({ length: nights }, (_, i) => nightKey(room, checkIn + i))
}

/** Names to lock. A range's name says nothing about the ranges that overlap it. */
export function lockNames(stay: Stay, lock: 'range' | 'nights'): string[] {
  if (lock === 'range') return [`room:${stay.room}:${stay.checkIn}:${stay.checkIn + stay.nights}`]
  return nightKeys(stay).map((key) => `night:${key}`)
}

/** How a booking ended for the guest. */
export type Booked =
  | { ok: true; outcome: 'booked'; reference: string }
  | { ok: true; outcome: 'sold-out' }
  | { ok: false; failure: Failure }

/** What a stay costs, in cents. */
export const priceOf = ({ nights }: Stay, ctx: BookingContext): number => nights * ctx.params.priceCents
