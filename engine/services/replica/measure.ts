import { ms, toMs, type Nanos } from '../../lib/units.ts'
import { objectsOf } from './params.ts'
import type { ReplicaContext, ReplicaState } from './replica-state.ts'
import type { ReplicaSetup } from './place.ts'

/** Families in which one replica's log is the measure of all. */
const LED: ReadonlySet<string> = new Set(['log-shipping', 'raft', 'paxos'])

/** Takes the readings that stand on the node's card and in the charts. */
export function measure(state: ReplicaState, ctx: ReplicaContext): void {
  const { role, epoch, writable } = state.leadership
  ctx.gauge('leads', role === 'leader' ? epoch : 0)
  ctx.gauge('epoch', epoch)
  ctx.gauge('writable', writable ? 1 : 0)
  measureLag(state, ctx)
  if (state.family === 'crdt') ctx.gauge('siblings', keysWithSiblings(state, ctx))
  let entries = 0
  let nanos = 0
  for (const { behindEntries, behindNanos } of state.hosted.replica.lag()) {
    entries = Math.max(entries, behindEntries)
    nanos = Math.max(nanos, behindNanos)
  }
  ctx.gauge('unconfirmed', entries)
  ctx.gauge('unconfirmedFor', nanos)
}

/** How many keys hold values that were written apart. */
function keysWithSiblings({ hosted }: ReplicaState, { params }: ReplicaContext): number {
  if (objectsOf(params) !== 'siblings') return 0
  let keys = 0
  for (const value of hosted.contents().values()) if (Array.isArray(value) && value.length > 1) keys++
  return keys
}

/** Behind the leader, or behind the origin of which most is missing. */
function measureLag(state: ReplicaState, ctx: ReplicaContext): void {
  const { hosted, lag, place, leadership } = state
  if (LED.has(state.family) && leadership.leader !== -1 && leadership.leader !== state.source) {
    state.source = leadership.leader
    lag.forget(state.source)
  }
  const { self, peers } = place.group
  const origins = LED.has(state.family) ? [state.source] : peers
  let nanos = 0
  let entries = 0
  for (const origin of origins) {
    if (origin === -1 || origin === self) continue
    const held = hosted.held(ctx.monotonic, origin)
    lag.shows(origin, held)
    nanos = Math.max(nanos, lag.lagNanos(origin, ctx.now))
    entries = Math.max(entries, lag.lagEntries(origin, held))
  }
  alert(state, nanos, ctx)
  ctx.gauge('lag', nanos)
  ctx.gauge('lagEntries', entries)
}

/** Says so when a replica has fallen too far behind, and when it is there again. */
function alert(state: ReplicaState, lag: Nanos, ctx: ReplicaContext): void {
  const isLate = lag > ms(ctx.params.lagAlertMs)
  if (isLate === state.alerted) return
  state.alerted = isLate
  if (!isLate) return ctx.mark('is no longer too far behind')
  ctx.count('lagAlerts')
  ctx.mark(`alert: more than ${ctx.params.lagAlertMs / 1_000} s behind`)
}

/** What the picture of a replica shows. Reads only. */
export function inspectReplica(state: ReplicaState, { params, monotonic: now }: ReplicaSetup) {
  const { place, hosted, disk } = state
  const picture = hosted.picture?.()
  if (picture !== undefined) return { ...picture, keys: hosted.contents().size }
  const { members } = place.group
  const { role, epoch, writable, leader } = hosted.replica.leadership(now)
  return {
    view: 'replica',
    mode: params.mode,
    role,
    epoch,
    writable,
    leader: leader === -1 ? null : members[leader].name,
    joining: disk.joining,
    generation: disk.generation,
    keys: hosted.replica.contents().length,
    tail: hosted.tail(),
    peers: hosted.replica.lag().map(({ to, behindEntries, behindNanos }) => ({
      replica: members[to].name,
      behindEntries,
      behindMs: toMs(behindNanos),
    })),
    machine: hosted.replica.inspect(now),
  }
}
