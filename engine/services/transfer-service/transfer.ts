import type { Found, TxnId } from '../../algorithms/txn/outcome.ts'
import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import type { Account } from '../transactional-database/schemas/accounts.ts'
import { ask, begin, type Answer } from '../transactional-database/client-session.ts'
import type { TransferContext } from './params.ts'

/** What somebody wants to have moved. */
export interface Order {
  from: number
  to: number
  cents: number
}

export type Transferred =
  | { ok: true; outcome: 'transferred' | 'insufficient' }
  | { ok: false; failure: Failure }

const TABLE = 'accounts'
const DONE: Answer<'transferred'> = { ok: true, value: 'transferred' }
const INSUFFICIENT: Answer<'insufficient'> = { ok: true, value: 'insufficient' }

/** One try: a transaction from beginning to end. */
export function* transfer(order: Order, ctx: TransferContext): Steps<Transferred> {
  const begun = yield* begin(ctx.params.isolation, ctx)
  if (!begun.ok) return begun
  const txn = begun.value
  const moved = yield* (ctx.params.method === 'in-place' ? moveInPlace : readThenWrite)(txn, order, ctx)
  if (!moved.ok) return moved
  if (moved.value === 'insufficient') {
    yield* ask({ what: 'abort', txn }, ctx)
    return { ok: true, outcome: 'insufficient' }
  }
  const committed = yield* ask({ what: 'commit', txn, facts: [{ name: 'money-moved', fact: order }] }, ctx)
  return committed.ok ? { ok: true, outcome: 'transferred' } : committed
}

/** The database does the arithmetic, on the rows as they are then. */
function* moveInPlace(
  txn: TxnId,
  { from, to, cents }: Order,
  ctx: TransferContext,
): Steps<Answer<'transferred' | 'insufficient'>> {
  yield* think(ctx)
  const where = [{ column: 'balance', is: '>=' as const, value: cents }]
  const taken = yield* ask<{ affected: number }>(
    { what: 'update', txn, table: TABLE, key: from, change: { add: { balance: -cents }, where } },
    ctx,
  )
  if (!taken.ok) return taken
  if (taken.value.affected === 0) return INSUFFICIENT
  const given = yield* ask(
    { what: 'update', txn, table: TABLE, key: to, change: { add: { balance: cents } } },
    ctx,
  )
  return given.ok ? DONE : given
}

/** The source's way: reads both balances, works out the new ones, writes them back. Only locks or the isolation level keep others out meanwhile. */
function* readThenWrite(
  txn: TxnId,
  { from, to, cents }: Order,
  ctx: TransferContext,
): Steps<Answer<'transferred' | 'insufficient'>> {
  const what = ctx.params.method === 'locked' ? 'select-for-update' : 'read'
  const rows = new Map<number, Account>()
  // Locks are taken in the order of the accounts, so that two transfers in opposite directions do not wait for each other.
  for (const key of [from, to].sort((a, b) => a - b)) {
    const found = yield* ask<Found<Account> | null>({ what, txn, table: TABLE, key }, ctx)
    if (!found.ok) return found
    if (found.value === null) return yield* noSuchAccount(txn, ctx)
    rows.set(key, found.value.row)
  }
  const source = rows.get(from)!
  const target = rows.get(to)!
  if (source.balance < cents) return INSUFFICIENT
  yield* think(ctx)
  const taken = yield* write(txn, from, { ...source, balance: source.balance - cents }, ctx)
  if (!taken.ok) return taken
  const given = yield* write(txn, to, { ...target, balance: target.balance + cents }, ctx)
  return given.ok ? DONE : given
}

function write(txn: TxnId, key: number, row: Account, ctx: TransferContext): Steps<Answer<unknown>> {
  return ask({ what: 'write', txn, table: TABLE, key, row }, ctx)
}

function* noSuchAccount(txn: TxnId, ctx: TransferContext): Steps<Answer<never>> {
  yield* ask({ what: 'abort', txn }, ctx)
  return { ok: false, failure: 'not-understood' }
}

function* think(ctx: TransferContext): Steps {
  const nanos = Math.round(ms(ctx.params.thinkMs) * (0.5 + ctx.random('think').uniform()))
  yield* ctx.work(nanos, 'processor')
}
