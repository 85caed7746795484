import type { IsolationLevel, TxnId } from '../../algorithms/txn/outcome.ts'
import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Context, Link, Steps } from '../define-service.ts'
import type { Statement } from './protocol.ts'

/** What a statement came to: a value, or why it failed (the transaction is then rolled back). */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; failure: Failure }

/** What a kind that asks the database has: an edge to it, and how long it waits for the answer to a statement. */
interface Client extends Pick<Context<never, never, never, never>, 'call' | 'start' | 'random'> {
  readonly params: { readonly callTimeoutMs: number }
  links(port: 'database'): readonly Link[]
}

const BYTES = 200

/** Sends one statement to the database and waits. What is not answered in time is taken back. */
export function* ask<Value>(statement: Statement, ctx: Client): Steps<Answer<Value>> {
  const [link] = ctx.links('database')
  const options = { timeoutNanos: ms(ctx.params.callTimeoutMs) }
  const reply = yield* ctx.call(link, requestOf(statement), options)
  if (reply.ok) return { ok: true, value: reply.value as Value }
  // The database has heard nothing of our patience: without this it would keep connection and rows for somebody who has left.
  const takenBack = reply.failure === 'timeout' ? takingBack(statement) : null
  if (takenBack !== null) ctx.start(link, requestOf(takenBack), options)
  return { ok: false, failure: reply.failure as Failure }
}

/** Opens a transaction, in a session with a number that nobody else will draw. */
export function begin(level: IsolationLevel, ctx: Client): Steps<Answer<TxnId>> {
  const session = Math.floor(ctx.random('sessions').uniform53() * Number.MAX_SAFE_INTEGER)
  return ask<TxnId>({ what: 'begin', level, session }, ctx)
}

const requestOf = (statement: Statement) => ({
  op: `tx-${statement.what}`,
  body: statement,
  sizeBytes: BYTES,
})

function takingBack(statement: Statement): Statement | null {
  if (statement.what === 'begin') return { what: 'hang-up', session: statement.session }
  return 'txn' in statement && statement.what !== 'abort' ? { what: 'abort', txn: statement.txn } : null
}
