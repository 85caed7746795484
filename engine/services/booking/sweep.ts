import type { Found } from '../../algorithms/txn/outcome.ts'
import { ms } from '../../lib/units.ts'
import type { Steps } from '../define-service.ts'
import { UNSETTLED, type Reservation } from '../transactional-database/schemas/hotel.ts'
import { ask, begin } from '../transactional-database/client-session.ts'
import type { BookingContext } from './order.ts'
import { refund, release } from './release.ts'

/** The sweep looks at least so often. */
const RAREST_NANOS = ms(2_500)

/**
 * Finds in the table what somebody left undone, in an earlier life perhaps: holds whose payment never came are given back when they
 * expire, and refunds that are owed are made.
 */
export function* sweep(ctx: BookingContext): Steps {
  while (true) {
    yield* ctx.sleep(Math.min(RAREST_NANOS, Math.max(ms(500), Math.floor(ms(ctx.params.holdMs) / 4))))
    for (const { key, row } of yield* unsettled(ctx)) {
      if (row.status === 'refunding') ctx.spawn(refund(Number(key), row, ctx))
      if (row.status !== 'held' || row.expiresAtNanos > ctx.clock) continue
      if ((yield* release(Number(key), 'held', ctx)) === 'released') ctx.count('expired')
    }
  }
}

/** Reservations that are not done, from one snapshot; none when the database does not answer. */
function* unsettled(ctx: BookingContext): Steps<readonly Found<Reservation>[]> {
  const begun = yield* begin('snapshot', ctx)
  if (!begun.ok) return []
  const range = { from: 0, to: Number.MAX_SAFE_INTEGER, where: UNSETTLED }
  const found = yield* ask<Found<Reservation>[]>(
    { what: 'scan', txn: begun.value, table: 'reservations', ...range },
    ctx,
  )
  yield* ask({ what: 'abort', txn: begun.value }, ctx)
  return found.ok ? found.value : []
}
