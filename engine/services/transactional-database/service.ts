import { MvccStore } from '../../algorithms/txn/mvcc-store.ts'
import type { FailureReason, TxnId } from '../../algorithms/txn/outcome.ts'
import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import { WorkTime } from '../../workload/work-time.ts'
import { defineService, type Call, type Context, type Setup, type Steps } from '../define-service.ts'
import { execute } from './execute.ts'
import { DATABASE_METRICS, DATABASE_PARAMS } from './params.ts'
import type { DataStatement, Statement } from './protocol.ts'
import { schemaNamed } from './schema.ts'
import { Sessions } from './sessions.ts'

const IDLE_CHECK = ms(250)
/** Statements do not take equally long. */
const VARIATION = 0.5

const FAILURE_CODES: Record<FailureReason, Failure> = {
  'serialization-failure': 'serialization-failure',
  deadlock: 'deadlock',
  'unique-violation': 'constraint-violation',
  'check-violation': 'constraint-violation',
  'transaction-ended': 'transaction-ended',
}

type DatabaseContext = Context<
  typeof DATABASE_PARAMS,
  typeof DATABASE_METRICS,
  never,
  'connections' | 'workers'
>
interface Disk {
  store: MvccStore
  /** Those whose tables have been made. */
  readonly schemas: Set<string>
  /** What the store was last made or changed for. */
  definition: string
}
interface State {
  disk: Disk
  sessions: Sessions
  statementTime: WorkTime
  commitTime: WorkTime
}

function timesOf({ statementMs, commitMs }: { statementMs: number; commitMs: number }) {
  return {
    statementTime: new WorkTime(ms(statementMs), VARIATION),
    commitTime: new WorkTime(ms(commitMs), VARIATION),
  }
}

type DatabaseParams = Setup<typeof DATABASE_PARAMS>['params']

function freshDisk({ params }: Setup<typeof DATABASE_PARAMS>): Disk {
  const store = new MvccStore({ serializable: params.serializable })
  schemaNamed(params.schema).create(store, params)
  return { store, schemas: new Set([params.schema]), definition: definitionOf(params) }
}

function definitionOf(params: DatabaseParams): string {
  const { schema, serializable, checks, rooms, nights, unitsPerRoom, overbookingPercent, accounts } = params
  return [schema, serializable, checks, rooms, nights, unitsPerRoom, overbookingPercent, accounts].join()
}

/**
 * Constraints, sizes and the way of isolation change under an exclusive lock: what is open is rolled back, and whoever waits for a
 * connection gets one when the lock is gone.
 */
function redefine(state: State, ctx: DatabaseContext): void {
  const { params } = ctx
  const { store } = state.disk
  const ended = state.sessions.all().map((txn) => abort(state, txn, ctx))
  store.setSerializable(params.serializable)
  const schema = schemaNamed(params.schema)
  // Tables of an earlier schema stay, unused until it is set again.
  if (!state.disk.schemas.has(params.schema)) schema.create(store, params)
  state.disk.schemas.add(params.schema)
  schema.constrain(store, params.checks)
  schema.resize(store, params)
  state.disk.definition = definitionOf(params)
  for (const endSession of ended) endSession()
}

function* begin(
  state: State,
  call: Call,
  { level, session }: Extract<Statement, { what: 'begin' }>,
  ctx: DatabaseContext,
): Steps {
  const refusal = yield* ctx.hold('connections')
  if (refusal !== null) return ctx.fail(call, refusal)
  const { sessions } = state
  const known = sessions.transactionOf(session)
  if (known !== undefined || sessions.isOver(session)) {
    // A copy that the network made, or its client has hung up meanwhile.
    ctx.release('connections')
    return known === undefined ? ctx.fail(call, 'transaction-ended') : ctx.reply(call, known)
  }
  const txn = state.disk.store.begin(level, ctx.clock)
  sessions.open(txn, session, ctx.monotonic)
  ctx.gauge('open', sessions.size)
  ctx.reply(call, txn)
}

/** The client has left a session without knowing which transaction is open in it, if any is yet. */
function hangUp(state: State, call: Call, session: number, ctx: DatabaseContext): void {
  const txn = state.sessions.transactionOf(session)
  if (txn === undefined) state.sessions.endNumber(session, ctx.monotonic)
  else rollBack(state, txn, ctx)
  ctx.reply(call, true)
}

/** Ends a session: its connection is free, and those who waited for its locks go on. */
function end(state: State, txn: TxnId, wake: readonly TxnId[], ctx: DatabaseContext): void {
  if (state.sessions.close(txn, ctx.monotonic)) ctx.release('connections')
  ctx.gauge('open', state.sessions.size)
  for (const other of wake) {
    const process = state.sessions.takeWaiting(other)
    if (process !== null) ctx.wake(process)
  }
  ctx.gauge('blocked', state.sessions.waiting)
}

function countFailure(reason: FailureReason, ctx: DatabaseContext): void {
  ctx.count('aborts')
  if (reason === 'serialization-failure') ctx.count('serializationFailures')
  else if (reason === 'deadlock') ctx.count('deadlocks')
  else if (reason !== 'transaction-ended') ctx.count('constraintViolations')
}

function* commit(
  state: State,
  call: Call,
  { txn, facts }: Extract<Statement, { what: 'commit' }>,
  ctx: DatabaseContext,
): Steps {
  yield* ctx.work(state.commitTime.draw(ctx.random('commit')), 'workers')
  const outcome = state.disk.store.commit(txn)
  end(state, txn, outcome.wake, ctx)
  if (outcome.status === 'failed') {
    countFailure(outcome.reason, ctx)
    return ctx.fail(call, FAILURE_CODES[outcome.reason])
  }
  ctx.count('commits')
  for (const { name, fact } of facts ?? []) ctx.fact(name, fact)
  ctx.reply(call, outcome.sequence)
}

function* step(state: State, call: Call, statement: DataStatement, ctx: DatabaseContext): Steps {
  const { txn } = statement
  yield* ctx.work(state.statementTime.draw(ctx.random('statement')), 'workers')
  if (state.disk.store.table(statement.table) === undefined) {
    rollBack(state, txn, ctx) // it is of another schema: no such table
    return ctx.fail(call, 'not-understood')
  }
  const from = ctx.now
  while (true) {
    const outcome = execute(state.disk.store, statement)
    if (outcome.status === 'blocked') {
      state.sessions.wait(txn, ctx.current)
      ctx.gauge('blocked', state.sessions.waiting)
      yield* ctx.suspend()
      continue
    }
    if (ctx.now > from) ctx.observe('lockWait', ctx.now - from)
    if (outcome.status === 'ok') return ctx.reply(call, outcome.value ?? null)
    countFailure(outcome.reason, ctx)
    end(state, txn, outcome.wake, ctx)
    return ctx.fail(call, FAILURE_CODES[outcome.reason])
  }
}

function rollBack(state: State, txn: TxnId, ctx: DatabaseContext): void {
  abort(state, txn, ctx)()
}

/** Undoes what a transaction has done; what is returned ends its session. */
function abort(state: State, txn: TxnId, ctx: DatabaseContext): () => void {
  ctx.count('aborts')
  const waiting = state.sessions.takeWaiting(txn)
  const { wake } = state.disk.store.abort(txn)
  return () => {
    end(state, txn, wake, ctx)
    // Its own statement, if it waits for a lock, is told that its transaction is gone.
    if (waiting !== null) ctx.wake(waiting)
  }
}

/** A database with real transactions: versions, row locks, isolation levels, constraints, deadlocks, recovery. */
export const service = defineService({
  kind: 'transactional-database',
  title: 'Transactional database',
  summary: 'Versions, row locks, three isolation levels, constraints; conflicts are detected, not scripted.',
  group: 'data',
  icon: 'database',
  understands: ['transactions'],
  ports: {},
  params: DATABASE_PARAMS,
  metrics: DATABASE_METRICS,
  headline: { commits: 'Commits', aborts: 'Aborts', blocked: 'Blocked' },
  stations: {
    connections: { title: 'Connections', servers: 'connections', queueLimit: 'waitLimit' },
    workers: { title: 'Workers', servers: 'workers' },
  },
  durable: freshDisk,
  start: ({ params }, disk): State => {
    disk.store.recover()
    return { disk, sessions: new Sessions(), ...timesOf(params) }
  },
  begin: (_state, ctx) => void ctx.timer('idle', IDLE_CHECK),
  *handle(state, call, ctx) {
    const statement = call.body as Statement
    ctx.count('statements')
    if (statement.what === 'begin') return yield* begin(state, call, statement, ctx)
    if (statement.what === 'hang-up') return hangUp(state, call, statement.session, ctx)
    if (!state.sessions.touch(statement.txn, call.sentAt, ctx.monotonic))
      return ctx.fail(call, 'transaction-ended')
    if (statement.what === 'commit') return yield* commit(state, call, statement, ctx)
    if (statement.what !== 'abort') return yield* step(state, call, statement, ctx)
    rollBack(state, statement.txn, ctx)
    ctx.reply(call, true)
  },
  on: {
    params(state, ctx) {
      Object.assign(state, timesOf(ctx.params))
      if (state.disk.definition !== definitionOf(ctx.params)) redefine(state, ctx)
    },
  },
  timers: {
    idle(state, _argument, ctx) {
      for (const txn of state.sessions.idleSince(ctx.monotonic - ms(ctx.params.idleTimeoutMs)))
        rollBack(state, txn, ctx)
      ctx.timer('idle', IDLE_CHECK)
    },
  },
  inspect: ({ disk, sessions }, { now }) => ({
    view: 'transactions',
    sessions: sessions.size,
    waiting: sessions.waiting,
    ...disk.store.inspect(now),
  }),
  calibration: {
    models:
      'Row versions, row locks and waits, first-updater-wins, serializable by conflict detection or read locks, check constraints, partial indexes, deadlock detection, rollback on crash. A client that has not heard which transaction was begun for it hangs up, as a driver closes its connection; who never does is rolled back when idle for long.',
    constants: [
      {
        name: 'statementMs',
        value: '0.5 ms',
        source: 'order of magnitude of an indexed statement that finds its pages in memory',
      },
      {
        name: 'commitMs',
        value: '2 ms',
        source: 'order of magnitude of a log flush to a networked solid-state disk',
      },
    ],
    leavesOut:
      'Pages, the buffer pool, vacuum, index contention, planner; a statement touches one row or one key range.',
  },
})
