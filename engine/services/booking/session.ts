import type { TxnId } from '../../algorithms/txn/outcome.ts'
import type { Failure } from '../../schema/failures.ts'
import { ms } from '../../lib/units.ts'
import type { Steps } from '../define-service.ts'
import type { Statement } from '../transactional-database/protocol.ts'
import type { BookingContext } from './order.ts'

/** What a statement came to: a value, or why it failed (the transaction is then rolled back). */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; failure: Failure }

/** Sends one statement to the database and waits. */
export function* ask<Value>(statement: Statement, ctx: BookingContext): Steps<Answer<Value>> {
  const request = { op: `tx-${statement.what}`, body: statement, sizeBytes: 200 }
  const reply = yield* ctx.call(ctx.links('database')[0], request, {
    timeoutNanos: ms(ctx.params.callTimeoutMs),
  })
  if (reply.ok) return { ok: true, value: reply.value as Value }
  // The database has heard nothing of our patience: without this it would keep the rows locked for somebody who has left.
  if (reply.failure === 'timeout' && 'txn' in statement && statement.what !== 'abort')
    abandon(statement.txn, ctx)
  return { ok: false, failure: reply.failure as Failure }
}

function abandon(txn: TxnId, ctx: BookingContext): void {
  const body: Statement = { what: 'abort', txn }
  ctx.start(
    ctx.links('database')[0],
    { op: 'tx-abort', body, sizeBytes: 200 },
    { timeoutNanos: ms(ctx.params.callTimeoutMs) },
  )
}

/** Charges or refunds a reference. */
export function* pay(
  what: 'charge' | 'refund',
  reference: string,
  cents: number,
  ctx: BookingContext,
): Steps<Answer<true>> {
  const request = { op: what, body: { what, reference, cents } }
  const reply = yield* ctx.call(ctx.links('payments')[0], request, {
    timeoutNanos: ms(ctx.params.payTimeoutMs),
  })
  return reply.ok ? { ok: true, value: true } : { ok: false, failure: reply.failure as Failure }
}

/** Refunds until the provider has confirmed it: a charge may have happened, and nobody has a room for it. */
export function* refundSurely(reference: string, cents: number, ctx: BookingContext): Steps {
  while (true) {
    const { ok } = yield* pay('refund', reference, cents, ctx)
    if (ok) return
    yield* ctx.sleep(ms(ctx.params.payTimeoutMs))
  }
}
