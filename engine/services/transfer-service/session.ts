import type { IsolationLevel, TxnId } from '../../algorithms/txn/outcome.ts'
import { ms } from '../../lib/units.ts'
import type { Context, Steps } from '../define-service.ts'
import {
  askDatabase,
  beginTransaction,
  type Answer,
  type Database,
} from '../transactional-database/client-session.ts'
import type { Statement } from '../transactional-database/protocol.ts'
import type { TRANSFER_METRICS, TRANSFER_PARAMS } from './params.ts'

export type TransferContext = Context<
  typeof TRANSFER_PARAMS,
  typeof TRANSFER_METRICS,
  'database',
  'processor'
>

/** Sends one statement to the database and waits. */
export const ask = <Value>(statement: Statement, ctx: TransferContext): Steps<Answer<Value>> =>
  askDatabase<Value>(statement, databaseOf(ctx), ctx)

/** Opens a transaction. */
export const begin = (level: IsolationLevel, ctx: TransferContext): Steps<Answer<TxnId>> =>
  beginTransaction(level, databaseOf(ctx), ctx)

const databaseOf = (ctx: TransferContext): Database => ({
  link: ctx.links('database')[0],
  timeoutNanos: ms(ctx.params.callTimeoutMs),
})
