import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import type { LockAnswer } from '../lock-service/protocol.ts'
import { lockNames, type Booked, type BookingContext, type Order } from './order.ts'
import { holdThenPay, payInside } from './payment.ts'
import { reserve } from './reserve.ts'

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
  const { payment } = ctx.params
  return yield* (payment === 'hold' ? holdThenPay : payInside)(reserved.txn, order, ctx)
}
