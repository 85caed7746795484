import { assignorNamed } from '../../algorithms/stream/assignors.ts'
import type { Joined } from '../../algorithms/stream/group-coordinator.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { GroupReply, GroupRequest } from '../broker/protocol.ts'
import type { Steps } from '../define-service.ts'
import type { ConsumerContext, ConsumerState } from './consumer-state.ts'
import { TAG, wakeWorker } from './fetch.ts'
import { commit } from './process.ts'

/** A round of the group may take long: it waits for others. */
const ROUND_PATIENCE: Nanos = ms(4_000)
const TRY_AGAIN: Nanos = ms(50)

/** What checkers learn when a member takes up its partitions. */
export interface AssignmentAdopted {
  readonly generation: number
  readonly member: string
  readonly partitions: readonly number[]
  readonly atNanos: Nanos
}

/** Belongs to the group for ever: joins, stays until a new round begins, joins again. */
export function* belong(state: ConsumerState, ctx: ConsumerContext): Steps {
  while (true) {
    if (yield* join(state, ctx)) yield* stay(state, ctx)
    else yield* ctx.sleep(TRY_AGAIN)
  }
}

/** One round. True when this member has its partitions. */
function* join(state: ConsumerState, ctx: ConsumerContext): Steps<boolean> {
  const assignor = assignorNamed(ctx.params.assignment)
  yield* finishPoll(state, ctx)
  // Who stops reading would like to have the same again.
  const owned = [...state.owned.keys()]
  if (!assignor.cooperative) yield* revokeAll(state, ctx)
  const kept = [...state.owned.keys()]
  const joinReply = yield* askAsMember(state, 'join-group', { owned }, ROUND_PATIENCE, ctx)
  const joined = joinReply?.joined ?? null
  if (joined === null) return false
  state.generation = joined.generation
  const assignment = joined.leads ? assignor.assign(joined.members, state.cluster.partitions) : null
  const syncReply = yield* askAsMember(state, 'sync-group', { assignment }, ROUND_PATIENCE, ctx)
  const mine = syncReply?.assignment ?? null
  if (mine === null || !(yield* takeUp(state, mine, joined, ctx))) return false
  ctx.count('rebalances')
  ctx.count('takenOver', mine.filter((partition) => !owned.includes(partition)).length)
  // What was given up is free for others now: they get it in another round.
  return kept.every((partition) => mine.includes(partition))
}

/** Stops reading what is not ours any more, and begins where the group has left off with what is new. */
function* takeUp(
  state: ConsumerState,
  mine: readonly number[],
  { generation }: Joined,
  ctx: ConsumerContext,
): Steps<boolean> {
  const lost = [...state.owned.keys()].filter((partition) => !mine.includes(partition))
  if (lost.length > 0) {
    yield* commit(state, ctx)
    for (const partition of lost) state.owned.delete(partition)
  }
  const added = mine.filter((partition) => !state.owned.has(partition))
  const reply =
    added.length === 0
      ? null
      : yield* ask(state, 'fetch-offsets', { partitions: added }, ms(ctx.params.requestMs), ctx)
  if (added.length > 0 && reply?.offsets === undefined) return false
  for (const [i, partition] of added.entries()) {
    const from = reply!.offsets![i]
    const fresh = {
      partition,
      fetchFrom: from,
      processedTo: from,
      committedTo: from,
      highWatermark: from,
      isBuffered: false,
    }
    state.owned.set(partition, fresh)
  }
  state.isMember = true
  const fact: AssignmentAdopted = { generation, member: state.member, partitions: mine, atNanos: ctx.now }
  ctx.fact('assignment-adopted', fact)
  if (state.stoppedAt !== Infinity) ctx.observe('pause', ctx.now - state.stoppedAt)
  state.stoppedAt = Infinity
  ctx.gauge('owned', state.owned.size)
  return true
}

/** Tells the coordinator that it lives, until that says that a new round has begun. */
function* stay(state: ConsumerState, ctx: ConsumerContext): Steps {
  while (true) {
    yield* ctx.sleep(ms(ctx.params.heartbeatMs))
    if (ctx.now - state.workingSince > ms(ctx.params.mostPollMs)) return yield* leave(state, ctx)
    const reply = yield* askAsMember(state, 'heartbeat', {}, ms(ctx.params.requestMs), ctx)
    // When the coordinator is silent or has moved we are who we were.
    if (reply !== null && reply.error !== null) return
  }
}

/** A member takes part in a round between two polls, not in the middle of its work. */
function* finishPoll(state: ConsumerState, ctx: ConsumerContext): Steps {
  while (state.workingSince !== Infinity) {
    yield* ctx.sleep(ms(5))
    if (state.isMember && ctx.now - state.workingSince > ms(ctx.params.mostPollMs)) yield* leave(state, ctx)
  }
}

/** It has been working for so long that others must take it for stuck: gives its place up, and joins again when it is done. */
function* leave(state: ConsumerState, ctx: ConsumerContext): Steps {
  ctx.count('left')
  yield* ask(state, 'leave-group', {}, ms(ctx.params.requestMs), ctx)
  lost(state, ctx)
  while (state.workingSince !== Infinity) yield* ctx.sleep(ms(5))
}

/** The group has gone on without it: what it owned belongs to others. */
function lost(state: ConsumerState, ctx: ConsumerContext): void {
  state.isMember = false
  state.generation = 0
  if (state.owned.size > 0) state.stoppedAt = Math.min(state.stoppedAt, ctx.now)
  state.owned.clear()
  state.chunks.length = 0
  ctx.gauge('owned', 0)
}

/** Everybody stops: what is done is committed, what is not is left to whoever gets it. */
function* revokeAll(state: ConsumerState, ctx: ConsumerContext): Steps {
  if (state.owned.size === 0) return
  state.stoppedAt = Math.min(state.stoppedAt, ctx.now)
  yield* commit(state, ctx)
  state.owned.clear()
  state.chunks.length = 0
  wakeWorker(state, ctx)
}

/** The same as `ask`, of a coordinator that may say that the group has gone on without this member. */
function* askAsMember(...asked: Parameters<typeof ask>): Steps<GroupReply | null> {
  const reply = yield* ask(...asked)
  if (reply?.error === 'unknown-member' || reply?.error === 'illegal-generation') lost(asked[0], asked[4])
  return reply
}

/** Asks the coordinator; null when it has not answered or is somewhere else by now. */
export function* ask(
  state: ConsumerState,
  op: string,
  more: Partial<GroupRequest>,
  patience: Nanos,
  ctx: ConsumerContext,
): Steps<GroupReply | null> {
  const { member, generation, cluster } = state
  const link = cluster.groupCoordinator
  if (link === null) {
    cluster.refresh(ctx, TAG.metadata)
    return null
  }
  const body: GroupRequest = { member, generation, ...more }
  const reply = yield* ctx.call(link, { op, body, sizeBytes: 100 }, { timeoutNanos: patience })
  const answer = reply.ok ? (reply.value as GroupReply) : null
  if (answer === null || answer.error === 'not-coordinator') {
    cluster.refresh(ctx, TAG.metadata)
    return null
  }
  return answer
}
