import type { Found } from '../../algorithms/txn/outcome.ts'
import { defineService, type Call, type Steps } from '../define-service.ts'
import type { Inventory } from '../transactional-database/schemas/hotel.ts'
import { ask, begin } from '../transactional-database/client-session.ts'
import { book } from './book.ts'
import { nightKeys, orderOf, priceOf, type BookingContext, type Stay } from './order.ts'
import { BOOKING_METRICS, BOOKING_PARAMS } from './params.ts'
import { release } from './release.ts'
import { sweep } from './sweep.ts'

function* handleBooking(call: Call, ctx: BookingContext): Steps {
  const order = orderOf(call)
  const booked = yield* book(order, ctx)
  if (!booked.ok) return ctx.fail(call, booked.failure)
  if (booked.outcome === 'sold-out') {
    ctx.count('soldOut')
    return ctx.reply(call, { outcome: 'sold-out' })
  }
  ctx.count('booked')
  ctx.observe('bookingTime', ctx.now - call.arrivedAt)
  const { reservation } = order
  ctx.reply(call, { outcome: 'booked', reservation, reference: booked.reference, cents: priceOf(order, ctx) })
}

/** A guest changes his mind: the nights go back and the money too. */
function* handleCancellation(call: Call, ctx: BookingContext): Steps {
  const { reservation } = call.body as { reservation: number }
  const released = yield* release(reservation, 'confirmed', ctx)
  if (released === 'failed') return ctx.fail(call, 'serialization-failure')
  if (released === 'released') ctx.count('cancelled')
  ctx.reply(call, { outcome: released })
}

/** Shows what is free, from one snapshot. */
function* handleSearch(call: Call, ctx: BookingContext): Steps {
  const begun = yield* begin('snapshot', ctx)
  if (!begun.ok) return ctx.fail(call, begun.failure)
  const keys = nightKeys(call.body as Stay)
  const range = { from: keys[0], to: keys[keys.length - 1] }
  const nights = yield* ask<Found<Inventory>[]>(
    { what: 'scan', txn: begun.value, table: 'inventory', ...range },
    ctx,
  )
  yield* ask({ what: 'abort', txn: begun.value }, ctx)
  if (!nights.ok) return ctx.fail(call, nights.failure)
  if (nights.value.length < keys.length) return ctx.fail(call, 'not-understood')
  ctx.reply(call, { free: Math.min(...nights.value.map(({ row }) => row.available)) })
}

/** Books rooms under contention, through four layers against double booking that can each be switched off. */
export const service = defineService({
  kind: 'booking',
  title: 'Booking service',
  summary: 'Lock, constraint, isolation, version: four layers against selling a room twice, each switchable.',
  group: 'compute',
  icon: 'bed-double',
  understands: ['bookings'],
  ports: {
    database: { title: 'Database', edges: 'one', asks: ['transactions'] },
    locks: { title: 'Lock service', edges: 'one', asks: ['locks'] },
    payments: { title: 'Payments', edges: 'one', asks: ['payments'] },
  },
  params: BOOKING_PARAMS,
  metrics: BOOKING_METRICS,
  headline: { booked: 'Booked', conflicts: 'Conflicts', inFlight: 'In flight' },
  stations: { processor: { title: 'Processor', servers: 'workers' } },
  start: () => ({}),
  begin: (_state, ctx) => void ctx.spawn(sweep(ctx)),
  *handle(_state, call, ctx) {
    if (call.op === 'book') yield* handleBooking(call, ctx)
    else if (call.op === 'cancel') yield* handleCancellation(call, ctx)
    else yield* handleSearch(call, ctx)
  },
  inspect: (_state, { params }) => ({
    view: 'layers',
    layers: [
      { title: 'Lock', on: params.lock !== 'off', detail: params.lock },
      { title: 'Constraint', on: params.constraint, detail: 'available >= 0' },
      { title: 'Isolation', on: params.isolation === 'serializable', detail: params.isolation },
      { title: 'Version', on: params.optimistic, detail: 'write only what was read' },
    ],
  }),
  calibration: {
    models:
      'The booking transaction of the source step by step: every statement is a request over the network to the database.',
    constants: [
      { name: 'thinkMs', value: '5 ms', source: 'assumed: validation and pricing between read and write' },
    ],
    leavesOut: 'Modifying a stay, several rooms in one booking, prices that differ by night.',
  },
})
