import { ms, type Nanos } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Call } from '../define-service.ts'
import { ROWS_IN, ROW_READ, ROW_STEP, ROW_WRITE, type RowsIn } from '../shard/protocol.ts'
import type { Value } from '../../algorithms/replication/replica.ts'
import { TO_SHARD, type MapWanted, type ToShard } from './protocol.ts'
import type { RouterContext, RouterState } from './router-state.ts'

/** Pauses before another attempt: when somebody else may lead, when the map is older than the shard's, when a row moves. */
const ANOTHER_LEADER: Nanos = ms(10)
const ANOTHER_MAP: Nanos = ms(5)
const ROW_MOVES: Nanos = ms(10)
/** The map is not asked for more often than this. */
const ASK_AGAIN: Nanos = ms(5)

/** What a client asks, as a shard is asked. */
const AS_ASKED: Readonly<Record<string, string>> = { read: ROW_READ, write: ROW_WRITE, step: ROW_STEP }

/** What did not happen, and may happen at another try; how long to wait before. */
const TRY_AGAIN: Readonly<Record<string, Nanos>> = {
  'not-leader': ANOTHER_LEADER,
  unavailable: ANOTHER_LEADER,
  'wrong-shard': ANOTHER_MAP,
  resharding: ROW_MOVES,
}
/** What may have happened: only what may happen twice is asked again. */
const IN_DOUBT: ReadonlySet<string> = new Set(['connection-lost', 'timeout', 'no-quorum'])
/** A second write of the same would undo a third one that came between. */
const ONCE: ReadonlySet<string> = new Set(['write'])
/** What is written to both shards while its row moves. */
const CHANGES: ReadonlySet<string> = new Set(['write', 'step'])
const OTHER_REPLICA: ReadonlySet<string> = new Set([
  'not-leader',
  'unavailable',
  'connection-lost',
  'timeout',
])

/** Asks the shard of a row; asks again as long as that makes sense and somebody waits. */
export function ask(state: RouterState, call: Call, ctx: RouterContext): void {
  const told = call.op === TO_SHARD ? (call.body as ToShard) : null
  const shard = told?.shard ?? state.division?.now.ownerOf(call.key) ?? -1
  const link = state.groups.leaderOf(shard)
  if (link === null) return later(call, ANOTHER_LEADER, 'unavailable', ctx)
  const { asking } = state
  asking.op = told?.op ?? AS_ASKED[call.op] ?? call.op
  asking.key = call.key
  asking.body = told === null ? call.body : told.body
  asking.client = call.client
  asking.sizeBytes = call.sizeBytes
  if (told === null) state.noteAsked(shard)
  ctx.issue(link, asking, call, state.options)
}

/** A shard has answered, or has not. */
export function answered(state: RouterState, child: Call, call: Call | null, ctx: RouterContext): void {
  if (!child.ok && OTHER_REPLICA.has(child.failure!)) state.groups.notLeader(child.link!)
  if (call === null) return
  if (child.op === ROWS_IN && CHANGES.has(call.op)) return writtenTwice(child, call, ctx)
  if (child.ok) return succeeded(state, child, call, ctx)
  const failure = child.failure as Failure
  if (failure === 'wrong-shard') {
    ctx.count('misrouted')
    askForMap(state, ctx)
  }
  if (failure === 'resharding') ctx.count('held')
  // Who moves rows decides himself what to do about a shard that does not know of it.
  const wait = call.op === TO_SHARD && failure === 'wrong-shard' ? undefined : TRY_AGAIN[failure]
  const again = IN_DOUBT.has(failure) && !ONCE.has(call.op) ? ANOTHER_LEADER : wait
  if (again === undefined) ctx.relay(call, child)
  else later(call, again, failure, ctx)
}

/** Asks who decides on the map for the newest one. */
export function askForMap(state: RouterState, ctx: RouterContext): void {
  if (state.teller === null || ctx.monotonic - state.askedForMapAt < ASK_AGAIN) return
  state.askedForMapAt = ctx.monotonic
  const wanted: MapWanted = { type: 'map-wanted', shards: state.groups.shards }
  ctx.send(state.teller, wanted)
}

function succeeded(state: RouterState, child: Call, call: Call, ctx: RouterContext): void {
  if (call.op === 'read') ctx.observe('rowTime', ctx.now - call.arrivedAt)
  if (!CHANGES.has(call.op)) return ctx.relay(call, child)
  const { division, dualWrites } = state
  const heir =
    dualWrites && division !== null ? division.heirOf(call.key, state.groups.shardOf(child.link!)) : -1
  const link = heir < 0 ? null : state.groups.leaderOf(heir)
  if (link === null) return ctx.reply(call, null)
  ctx.count('dualWrites')
  const body: RowsIn = { version: division!.told.next!.version, rows: [[call.key, child.value as Value]] }
  ctx.issue(link, { op: ROWS_IN, key: call.key, body, sizeBytes: call.sizeBytes }, call, state.options)
}

/** The second shard has the write, or will get it when what was missed is caught up: the first one keeps it in mind. */
function writtenTwice(child: Call, call: Call, ctx: RouterContext): void {
  if (!child.ok) ctx.count('dualWritesMissed')
  ctx.reply(call, null)
}

function later(call: Call, wait: Nanos, failure: Failure, ctx: RouterContext): void {
  if (ctx.now + wait >= call.deadline) return ctx.fail(call, failure)
  ctx.count('tries')
  ctx.delay(call, wait)
}
