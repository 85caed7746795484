import { ms } from '../../lib/units.ts'
import type { Found, TxnId } from '../../algorithms/txn/outcome.ts'
import type { Steps } from '../define-service.ts'
import type { Reservation } from '../transactional-database/schemas/hotel.ts'
import { nightKeys, type BookingContext } from './order.ts'
import { ask } from './session.ts'

/** Tries to give a reservation's nights back this often before it leaves them to the next sweep. */
const TRIES = 5

/** What became of a reservation that was to be given back. */
export type Released = 'released' | 'gone' | 'failed'

/**
 * Gives the nights of a reservation back, once: the row is locked first, and only the one who finds it with the expected status
 * changes the inventory.
 */
export function* release(
  reservation: number,
  expected: 'held' | 'confirmed',
  to: 'expired' | 'cancelled',
  ctx: BookingContext,
): Steps<Released> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const released = yield* releaseOnce(reservation, expected, to, ctx)
    if (released !== 'failed') return released
    yield* ctx.sleep(ms(ctx.params.retryMs) * attempt)
  }
  return 'failed'
}

function* releaseOnce(
  reservation: number,
  expected: string,
  to: string,
  ctx: BookingContext,
): Steps<Released> {
  const begun = yield* ask<TxnId>({ what: 'begin', level: 'read-committed' }, ctx)
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
  const change = { set: { status: to } }
  const updated = yield* ask({ what: 'update', txn, table: 'reservations', key: reservation, change }, ctx)
  if (!updated.ok) return 'failed'
  const { room, checkIn, nights } = row
  const fact = { name: 'room-released', fact: { room, checkIn, nights, reservation } }
  const committed = yield* ask({ what: 'commit', txn, facts: [fact] }, ctx)
  return committed.ok ? 'released' : 'failed'
}

/** Holds whose payment never came are given back when they expire; those left by an earlier life are found in the table. */
export function* sweepHolds(ctx: BookingContext): Steps {
  while (true) {
    yield* ctx.sleep(Math.max(ms(500), Math.floor(ms(ctx.params.holdMs) / 4)))
    if (ctx.params.payment !== 'hold') continue
    const begun = yield* ask<TxnId>({ what: 'begin', level: 'snapshot' }, ctx)
    if (!begun.ok) continue
    const all = yield* ask<Found<Reservation>[]>(
      { what: 'scan', txn: begun.value, table: 'reservations', from: 0, to: Number.MAX_SAFE_INTEGER },
      ctx,
    )
    yield* ask({ what: 'abort', txn: begun.value }, ctx)
    if (!all.ok) continue
    const due = all.value.filter(({ row }) => row.status === 'held' && row.expiresAtNanos <= ctx.clock)
    for (const { key } of due) {
      const released = yield* release(Number(key), 'held', 'expired', ctx)
      if (released === 'released') ctx.count('expired')
    }
  }
}
