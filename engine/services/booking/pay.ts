import type { Failure } from '../../schema/failures.ts'
import { ms } from '../../lib/units.ts'
import type { Steps } from '../define-service.ts'
import type { Answer } from '../transactional-database/client-session.ts'
import type { BookingContext } from './order.ts'

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
