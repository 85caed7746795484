import { ms } from '../../lib/units.ts'
import type { TxnId } from '../../algorithms/txn/outcome.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import type { LockAnswer } from '../lock-service/protocol.ts'
import { lockNames, type BookingContext, type Order } from './order.ts'
import { reserve } from './reserve.ts'
import { ask, pay, refundSurely, type Answer } from './session.ts'

/** How a booking ended for the guest. */
export type Booked =
  | { ok: true; outcome: 'booked'; reference: string }
  | { ok: true; outcome: 'sold-out' }
  | { ok: false; failure: Failure }

/** Others were in the way; the same again may succeed. */
const RETRIED: ReadonlySet<Failure> = new Set([
  'serialization-failure',
  'deadlock',
  'version-conflict',
  'transaction-ended',
  'lock-busy',
])

/** A booking: tried a few times while others are in the way. */
export function* book(order: Order, ctx: BookingContext): Steps<Booked> {
  let latest: Booked = { ok: false, failure: 'lock-busy' }
  for (let attempt = 1; attempt <= ctx.params.tries; attempt++) {
    if (attempt > 1) yield* ctx.sleep(ms(ctx.params.retryMs))
    ctx.count('attempts')
    latest = yield* withLock({ ...order, reference: `${order.reference}.${attempt}` }, ctx)
    if (latest.ok || !RETRIED.has(latest.failure)) return latest
    ctx.count(latest.failure === 'lock-busy' ? 'lockBusy' : 'conflicts')
  }
  return latest
}

function* withLock(order: Order, ctx: BookingContext): Steps<Booked> {
  const { lock, lockTtlMs, callTimeoutMs } = ctx.params
  if (lock === 'off') return yield* reserveAndPay(order, 0, ctx)
  const names = lockNames(order, lock)
  const owner = order.reference
  const timeout = { timeoutNanos: ms(callTimeoutMs) }
  const [link] = ctx.links('locks')
  const reply = yield* ctx.call(
    link,
    { op: 'lock-acquire', body: { what: 'acquire', names, owner, ttlMs: lockTtlMs } },
    timeout,
  )
  if (!reply.ok) return { ok: false, failure: reply.failure as Failure }
  const answer = reply.value as LockAnswer
  if (!answer.acquired) return { ok: false, failure: 'lock-busy' }
  const booked = yield* reserveAndPay(order, answer.fencingToken, ctx)
  ctx.start(link, { op: 'lock-release', body: { what: 'release', names, owner } }, timeout)
  return booked
}

function* reserveAndPay(order: Order, fencingToken: number, ctx: BookingContext): Steps<Booked> {
  const reserved = yield* reserve(order, fencingToken, ctx)
  if (reserved.outcome === 'sold-out') return { ok: true, outcome: 'sold-out' }
  if (reserved.outcome === 'failed') {
    if (reserved.failure === 'stale-token') ctx.count('fenced')
    return { ok: false, failure: reserved.failure }
  }
  return ctx.params.payment === 'hold'
    ? yield* holdThenPay(reserved.txn, order, ctx)
    : yield* payInside(reserved.txn, order, ctx)
}

/** The source's way: the card is charged while the rows are locked. */
function* payInside(txn: TxnId, order: Order, ctx: BookingContext): Steps<Booked> {
  const written = yield* writeReservation(txn, order, 'confirmed', 0, ctx)
  if (!written.ok) return written
  const paid = yield* pay('charge', order.reference, priceOf(order, ctx), ctx)
  if (!paid.ok) {
    yield* ask({ what: 'abort', txn }, ctx)
    return unpaid(order, paid.failure, ctx)
  }
  const committed = yield* ask({ what: 'commit', txn, facts: [sold(order)] }, ctx)
  if (committed.ok) return { ok: true, outcome: 'booked', reference: order.reference }
  // Whether it was committed is unknown after a timeout; then the reservation stays with its charge and the sweeper decides.
  if (committed.failure !== 'timeout' && committed.failure !== 'connection-lost')
    ctx.spawn(refundSurely(order.reference, priceOf(order, ctx), ctx))
  return committed
}

/** The room is held at once, in a transaction of its own; the card is charged without any lock. */
function* holdThenPay(txn: TxnId, order: Order, ctx: BookingContext): Steps<Booked> {
  const written = yield* writeReservation(txn, order, 'held', ctx.clock + ms(ctx.params.holdMs), ctx)
  if (!written.ok) return written
  const held = yield* ask({ what: 'commit', txn, facts: [sold(order)] }, ctx)
  if (!held.ok) return held
  const paid = yield* pay('charge', order.reference, priceOf(order, ctx), ctx)
  if (!paid.ok) return unpaid(order, paid.failure, ctx) // the hold expires by itself
  const confirmed = yield* confirm(order, ctx)
  if (confirmed.ok) return { ok: true, outcome: 'booked', reference: order.reference }
  ctx.spawn(refundSurely(order.reference, priceOf(order, ctx), ctx))
  return confirmed
}

function* confirm(order: Order, ctx: BookingContext): Steps<Answer<unknown>> {
  const begun = yield* ask<TxnId>({ what: 'begin', level: 'read-committed' }, ctx)
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
  if (updated.value.affected === 1) return yield* ask({ what: 'commit', txn: begun.value }, ctx)
  yield* ask({ what: 'abort', txn: begun.value }, ctx)
  return { ok: false, failure: 'version-conflict' } // the hold expired while the bank thought
}

function* writeReservation(
  txn: TxnId,
  order: Order,
  status: string,
  expiresAtNanos: number,
  ctx: BookingContext,
): Steps<Answer<unknown>> {
  const { room, checkIn, nights, guest, reservation } = order
  const row = { room, checkIn, nights, guest, status, expiresAtNanos }
  return yield* ask({ what: 'insert', txn, table: 'reservations', key: reservation, row }, ctx)
}

/** Not paid, or not known to be: a charge that may have happened is taken back. */
function unpaid(order: Order, failure: Failure, ctx: BookingContext): Booked {
  if (failure === 'payment-declined') ctx.count('declined')
  else ctx.spawn(refundSurely(order.reference, priceOf(order, ctx), ctx))
  return { ok: false, failure }
}

export function priceOf({ nights }: Order, ctx: BookingContext): number {
  return nights * ctx.params.priceCents
}

/** The fact that a committed transaction has sold a room. */
export function sold({ room, checkIn, nights, reservation, reference, guest }: Order) {
  return { name: 'room-sold', fact: { room, checkIn, nights, reservation, reference, guest } }
}
