import { ms } from '../../lib/units.ts'
import type { Found } from '../../algorithms/txn/outcome.ts'
import type { Steps } from '../define-service.ts'
import type { Reservation } from '../transactional-database/schemas/hotel.ts'
import { ask, begin } from '../transactional-database/client-session.ts'
import { nightKeys, type BookingContext } from './order.ts'
import { pay } from './pay.ts'

/** Tries to give a reservation's nights back this often before it leaves them to the next sweep. */
const TRIES = 5

/** What became of a reservation that was to be given back. */
export type Released = 'released' | 'gone' | 'failed'

/**
 * Gives the nights of a reservation back, once: the row is locked first, and only the one who finds it with the expected status
 * changes the inventory. The row then says that a refund is owed, which is on its way.
 */
export function* release(
  reservation: number,
  expected: 'held' | 'confirmed',
  ctx: BookingContext,
): Steps<Released> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const released = yield* releaseOnce(reservation, expected, ctx)
    if (released !== 'failed') return released
    yield* ctx.sleep(ms(ctx.params.retryMs) * attempt)
  }
  return 'failed'
}

function* releaseOnce(reservation: number, expected: string, ctx: BookingContext): Steps<Released> {
  const begun = yield* begin('read-committed', ctx)
  if (!begun.ok) return 'failed'
  const txn = begun.value
  const found = yield* ask<Found<Reservation> | null>(
    { what: 'select-for-update', txn, table: 'reservations', key: reservation },
    ctx,
  )
  if (!found.ok) return 'failed'
  if (found.value === null || found.value.row.status !== expected) {
    yield* ask({ what: 'abort', txn }, ctx)
    return 'gone'
  }
  const { row } = found.value
  for (const key of nightKeys(row)) {
    const added = yield* ask(
      { what: 'update', txn, table: 'inventory', key, change: { add: { available: 1 } } },
      ctx,
    )
    if (!added.ok) return 'failed'
  }
  const change = { set: { status: 'refunding' } }
  const updated = yield* ask({ what: 'update', txn, table: 'reservations', key: reservation, change }, ctx)
  if (!updated.ok) return 'failed'
  const { room, checkIn, nights, reference } = row
  const fact = { name: 'room-released', fact: { room, checkIn, nights, reservation, reference } }
  const committed = yield* ask({ what: 'commit', txn, facts: [fact] }, ctx)
  if (!committed.ok) return 'failed'
  ctx.spawn(refund(reservation, row, ctx))
  return 'released'
}

/**
 * Refunds what may have been charged for a reservation. The row is done only when the provider has confirmed it, so that a crash in
 * between is made good by the next sweep.
 */
export function* refund(reservation: number, { reference, cents }: Reservation, ctx: BookingContext): Steps {
  const refunded = yield* pay('refund', reference, cents, ctx)
  if (!refunded.ok) return
  const begun = yield* begin('read-committed', ctx)
  if (!begun.ok) return
  const change = { set: { status: 'refunded' } }
  const key = reservation
  const updated = yield* ask({ what: 'update', txn: begun.value, table: 'reservations', key, change }, ctx)
  if (updated.ok) yield* ask({ what: 'commit', txn: begun.value }, ctx)
}
