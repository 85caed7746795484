import type { TxnId } from '../../algorithms/txn/outcome.ts'
import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import { ask, begin, type Answer } from '../transactional-database/client-session.ts'
import { priceOf, type Booked, type BookingContext, type Order } from './order.ts'
import { release } from './release.ts'
import { pay, refundSurely } from './pay.ts'

/** The source's way: the card is charged while the rows are locked. A crash in between leaves a charge that no row knows of. */
export function* payInside(txn: TxnId, order: Order, ctx: BookingContext): Steps<Booked> {
  const written = yield* writeReservation(txn, order, 'confirmed', 0, ctx)
  if (!written.ok) return written
  const paid = yield* pay('charge', order.reference, priceOf(order, ctx), ctx)
  if (!paid.ok) {
    yield* ask({ what: 'abort', txn }, ctx)
    return unpaid(order, paid.failure, ctx)
  }
  const committed = yield* ask({ what: 'commit', txn, facts: [sold(order)] }, ctx)
  if (committed.ok) return { ok: true, outcome: 'booked', reference: order.reference }
  // After a timeout nobody knows whether it was committed; then the guest keeps what he has paid for.
  if (committed.failure !== 'timeout' && committed.failure !== 'connection-lost')
    ctx.spawn(refundSurely(order.reference, priceOf(order, ctx), ctx))
  return committed
}

/**
 * The room is held at once, in a transaction of its own; the card is charged without any lock. The row says what is owed from the first
 * commit on: whatever dies in between, the sweep finds the hold expired, gives the nights back and refunds.
 */
export function* holdThenPay(txn: TxnId, order: Order, ctx: BookingContext): Steps<Booked> {
  const written = yield* writeReservation(txn, order, 'held', ctx.clock + ms(ctx.params.holdMs), ctx)
  if (!written.ok) return written
  const held = yield* ask({ what: 'commit', txn, facts: [sold(order)] }, ctx)
  if (!held.ok) return held
  const paid = yield* pay('charge', order.reference, priceOf(order, ctx), ctx)
  if (!paid.ok) {
    if (paid.failure === 'payment-declined') {
      ctx.count('declined')
      ctx.spawn(giveBack(order, ctx))
    }
    return { ok: false, failure: paid.failure }
  }
  const confirmed = yield* confirmSurely(order, ctx)
  return confirmed ? { ok: true, outcome: 'booked', reference: order.reference } : HOLD_EXPIRED
}

function* giveBack({ reservation }: Order, ctx: BookingContext): Steps {
  yield* release(reservation, 'held', ctx)
}

const HOLD_EXPIRED: Booked = { ok: false, failure: 'hold-expired' }

/** The charge is made, so a hold is confirmed as long as it stands. False: it has expired, or nobody knows. */
function* confirmSurely(order: Order, ctx: BookingContext): Steps<boolean> {
  for (let attempt = 1; attempt <= ctx.params.tries; attempt++) {
    const confirmed = yield* confirm(order, ctx)
    if (confirmed.ok) return confirmed.value
    yield* ctx.sleep(ms(ctx.params.retryMs))
  }
  return false
}

/** Its value is whether the reservation is confirmed now. */
function* confirm(order: Order, ctx: BookingContext): Steps<Answer<boolean>> {
  const begun = yield* begin('read-committed', ctx)
  if (!begun.ok) return begun
  const change = {
    set: { status: 'confirmed' },
    where: [{ column: 'status', is: '=' as const, value: 'held' }],
  }
  const key = order.reservation
  const updated = yield* ask<{ affected: number }>(
    { what: 'update', txn: begun.value, table: 'reservations', key, change },
    ctx,
  )
  if (!updated.ok) return updated
  if (updated.value.affected === 1) {
    const committed = yield* ask({ what: 'commit', txn: begun.value }, ctx)
    return committed.ok ? { ok: true, value: true } : committed
  }
  yield* ask({ what: 'abort', txn: begun.value }, ctx)
  return { ok: true, value: false } // the hold expired while the bank thought
}

function* writeReservation(
  txn: TxnId,
  order: Order,
  status: string,
  expiresAtNanos: number,
  ctx: BookingContext,
): Steps<Answer<unknown>> {
  const { room, checkIn, nights, guest, reservation, reference } = order
  const cents = priceOf(order, ctx)
  const row = { room, checkIn, nights, guest, status, reference, cents, expiresAtNanos }
  return yield* ask({ what: 'insert', txn, table: 'reservations', key: reservation, row }, ctx)
}

/** Not paid, or not known to be: a charge that may have happened is taken back. */
function unpaid(order: Order, failure: Failure, ctx: BookingContext): Booked {
  if (failure === 'payment-declined') ctx.count('declined')
  else ctx.spawn(refundSurely(order.reference, priceOf(order, ctx), ctx))
  return { ok: false, failure }
}

/** The fact that a committed transaction has sold a room. */
function sold({ room, checkIn, nights, reservation, reference, guest }: Order) {
  return { name: 'room-sold', fact: { room, checkIn, nights, reservation, reference, guest } }
}
