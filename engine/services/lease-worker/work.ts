import { ms, s, type Nanos } from '../../lib/units.ts'
import type { Steps } from '../define-service.ts'
import type { GuardedWrite } from '../guarded-resource/protocol.ts'
import { askStore, readStore } from './ask-store.ts'
import type { WorkerContext, WorkerState } from './worker-state.ts'

/** A lease as its holder knows it, by a clock of its own that is never set. */
interface OwnLease {
  readonly id: number
  /** When the latest renewal that succeeded was sent. */
  renewedAt: Nanos
}

/** How long a worker waits before it tries again. */
const PAUSE = ms(500)

/** One worker: gets the lock, works and writes as long as it holds it, and tries again. */
export function* work(state: WorkerState, worker: number, ctx: WorkerContext): Steps {
  const name = `${ctx.node.id}/${worker}`
  const lock = `lock/${worker % ctx.params.locks}`
  yield* ctx.sleep(s(ctx.params.beginsSeconds))
  for (;;) {
    const from = ctx.now
    const lease = yield* newLease(state, ctx)
    const token = lease === null ? 0 : yield* acquire(state, lease, lock, name, ctx)
    if (lease !== null && token > 0) {
      ctx.observe('waited', ctx.now - from)
      yield* hold(state, lease, { lock, token, worker: name }, ctx)
    }
    yield* ctx.sleep(PAUSE)
  }
}

function* newLease(state: WorkerState, ctx: WorkerContext): Steps<OwnLease | null> {
  // No other lease has this number, not even one of before a crash.
  const id = (ctx.node.index * 1_000 + ctx.node.incarnation) * 1e6 + ++state.leases
  const renewedAt = ctx.monotonic
  const outcome = yield* askStore(state, { what: 'grant', lease: id, ttlMs: ctx.params.ttlMs }, ctx)
  return outcome === null ? null : { id, renewedAt }
}

/** Waits for its turn; the revision at which it got the lock is its token. 0: the lease was lost first. */
function* acquire(
  state: WorkerState,
  lease: OwnLease,
  lock: string,
  name: string,
  ctx: WorkerContext,
): Steps<number> {
  const owner = `${name}#${lease.id}`
  while (yield* keepAlive(state, lease, ctx)) {
    const when = [{ key: lock, of: 'created', is: 0 }] as const
    const puts = [{ key: lock, value: owner, lease: lease.id }]
    const outcome = yield* askStore(state, { what: 'transact', when, puts }, ctx)
    if (outcome?.succeeded) return outcome.revision
    // An earlier try whose answer was lost may have succeeded.
    const known = yield* readStore(state, lock, ctx)
    if (known?.value === owner) return known.created
    yield* ctx.sleep(PAUSE)
  }
  return 0
}

function* hold(state: WorkerState, lease: OwnLease, write: GuardedWrite, ctx: WorkerContext): Steps {
  const until = ctx.monotonic + s(ctx.params.holdSeconds)
  ctx.count('acquired')
  state.holding.set(write.worker, write)
  ctx.gauge('held', state.holding.size)
  while (ctx.monotonic < until && (yield* keepAlive(state, lease, ctx))) {
    yield* ctx.sleep(ms(ctx.params.workMs), 'service')
    const reply = yield* ctx.call(
      ctx.links('resource')[0],
      { op: 'guarded-write', body: write, sizeBytes: 200 },
      { timeoutNanos: ms(ctx.params.timeoutMs) },
    )
    if (reply.ok) ctx.count('written')
    else if (reply.failure === 'stale-token') ctx.count('fenced')
    if (reply.failure === 'stale-token') break
  }
  if (ctx.monotonic < until) ctx.count('lost')
  else yield* askStore(state, { what: 'revoke', lease: lease.id }, ctx)
  state.holding.delete(write.worker)
  ctx.gauge('held', state.holding.size)
}

/** Renews when a third of the time has passed. False: the lease is over, or may be. */
function* keepAlive(state: WorkerState, lease: OwnLease, ctx: WorkerContext): Steps<boolean> {
  const ttl = ms(ctx.params.ttlMs)
  const sentAt = ctx.monotonic
  if (sentAt - lease.renewedAt < ttl / 3) return true
  const outcome = yield* askStore(state, { what: 'renew', lease: lease.id }, ctx)
  if (outcome?.succeeded === false) return false
  if (outcome !== null) {
    ctx.count('renewals')
    lease.renewedAt = sentAt
  }
  return ctx.monotonic - lease.renewedAt < ttl
}
