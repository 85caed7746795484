import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Context, Steps } from '../define-service.ts'
import type { Statement } from '../transactional-database/protocol.ts'
import type { TRANSFER_METRICS, TRANSFER_PARAMS } from './params.ts'

export type TransferContext = Context<
  typeof TRANSFER_PARAMS,
  typeof TRANSFER_METRICS,
  'database',
  'processor'
>

/** What a statement came to: a value, or why it failed (the transaction is then rolled back). */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; failure: Failure }

const BYTES = 200

/** Sends one statement to the database and waits. */
export function* ask<Value>(statement: Statement, ctx: TransferContext): Steps<Answer<Value>> {
  const [link] = ctx.links('database')
  const options = { timeoutNanos: ms(ctx.params.callTimeoutMs) }
  const request = { op: `tx-${statement.what}`, body: statement, sizeBytes: BYTES }
  const reply = yield* ctx.call(link, request, options)
  if (reply.ok) return { ok: true, value: reply.value as Value }
  // The database has heard nothing of our patience: without this it would keep the rows locked for somebody who has left.
  if (reply.failure === 'timeout' && 'txn' in statement && statement.what !== 'abort') {
    const body: Statement = { what: 'abort', txn: statement.txn }
    ctx.start(link, { op: 'tx-abort', body, sizeBytes: BYTES }, options)
  }
  return { ok: false, failure: reply.failure as Failure }
}
