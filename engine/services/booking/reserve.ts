import { ms } from '../../lib/units.ts'
import type { Found, TxnId } from '../../algorithms/txn/outcome.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import type { Inventory } from '../transactional-database/schemas/hotel.ts'
import { ask, begin, type Answer } from '../transactional-database/client-session.ts'
import { nightKeys, type BookingContext, type Order } from './order.ts'

/** How a try at taking the nights ended. */
export type Reserved =
  | { outcome: 'taken'; txn: TxnId }
  | { outcome: 'sold-out' }
  | { outcome: 'failed'; failure: Failure }

type Nights = Found<Inventory>[]

/** Opens a transaction and takes one unit of every night; leaves it open for payment and commit. */
export function* reserve(order: Order, fencingToken: number, ctx: BookingContext): Steps<Reserved> {
  const begun = yield* begin(ctx.params.isolation, ctx)
  if (!begun.ok) return { outcome: 'failed', failure: begun.failure }
  const txn = begun.value
  const nights = yield* readNights(txn, order, ctx)
  if (!nights.ok) return { outcome: 'failed', failure: nights.failure }
  if (nights.value.some(({ row }) => row.available <= 0)) return yield* soldOut(txn, ctx)
  yield* ctx.work(Math.round(ms(ctx.params.thinkMs) * (0.5 + ctx.random('think').uniform())), 'processor')
  for (const night of nights.value) {
    const taken = yield* takeNight(txn, night, fencingToken, ctx)
    if (taken.ok) continue
    // The constraint is how a sold-out night shows when somebody else was faster.
    if (taken.failure === 'constraint-violation') return { outcome: 'sold-out' }
    return { outcome: 'failed', failure: taken.failure }
  }
  return { outcome: 'taken', txn }
}

function* soldOut(txn: TxnId, ctx: BookingContext): Steps<Reserved> {
  yield* ask({ what: 'abort', txn }, ctx)
  return { outcome: 'sold-out' }
}

function* readNights(txn: TxnId, order: Order, ctx: BookingContext): Steps<Answer<Nights>> {
  const nights: Nights = []
  const what = ctx.params.rowLocks ? 'select-for-update' : 'read'
  for (const key of nightKeys(order)) {
    const answer = yield* ask<Found<Inventory> | null>({ what, txn, table: 'inventory', key }, ctx)
    if (!answer.ok) return answer
    if (answer.value === null) return yield* noSuchNight(txn, ctx)
    nights.push(answer.value)
  }
  return { ok: true, value: nights }
}

/** A room or a night that the hotel does not have. */
function* noSuchNight(txn: TxnId, ctx: BookingContext): Steps<Answer<never>> {
  yield* ask({ what: 'abort', txn }, ctx)
  return { ok: false, failure: 'not-understood' }
}

/** One unit of one night, by the layers that are on. */
function* takeNight(
  txn: TxnId,
  night: Found<Inventory>,
  fencingToken: number,
  ctx: BookingContext,
): Steps<Answer<unknown>> {
  const { constraint, optimistic } = ctx.params
  const fenced = ctx.params.fencing && ctx.params.lock !== 'off'
  const { key, row, version } = night
  if (fenced) {
    const raised = yield* raiseFence(txn, key, fencingToken, ctx)
    if (!raised.ok) return raised
  }
  const rowAfter = { ...row, available: row.available - 1, fence: fenced ? fencingToken : row.fence }
  if (optimistic && !fenced)
    return yield* expectRow(
      txn,
      yield* ask({ what: 'write-if', txn, table: 'inventory', key, version, row: rowAfter }, ctx),
      'version-conflict',
      ctx,
    )
  if (optimistic || constraint) {
    // Fenced rows have a new version by our own hand: the number that was read stands for the version then.
    const where = optimistic ? [{ column: 'available', is: '=' as const, value: row.available }] : []
    const change = { add: { available: -1 }, where }
    return yield* expectRow(
      txn,
      yield* ask({ what: 'update', txn, table: 'inventory', key, change }, ctx),
      'version-conflict',
      ctx,
    )
  }
  return yield* ask({ what: 'write', txn, table: 'inventory', key, row: rowAfter }, ctx)
}

function* raiseFence(
  txn: TxnId,
  key: number | string,
  token: number,
  ctx: BookingContext,
): Steps<Answer<unknown>> {
  const change = { set: { fence: token }, where: [{ column: 'fence', is: '<=' as const, value: token }] }
  return yield* expectRow(
    txn,
    yield* ask({ what: 'update', txn, table: 'inventory', key, change }, ctx),
    'stale-token',
    ctx,
  )
}

/** A statement that touched no row lost against somebody else: the transaction is given up. */
function* expectRow(
  txn: TxnId,
  answer: Answer<unknown>,
  failure: Failure,
  ctx: BookingContext,
): Steps<Answer<unknown>> {
  if (!answer.ok || (answer.value as { affected: number }).affected === 1) return answer
  yield* ask({ what: 'abort', txn }, ctx)
  return { ok: false, failure }
}
