import type {
  GroupAnswer,
  GroupCoordinator,
  GroupOutput,
  GroupRecord,
} from '../../algorithms/stream/group-coordinator.ts'
import type { Call, Steps } from '../define-service.ts'
import type { BrokerContext, BrokerState } from './broker-state.ts'
import { writeDown } from './internal-log.ts'
import type { GroupValue } from './metadata.ts'
import type { GroupReply, GroupRequest } from './protocol.ts'

const NOT_COORDINATOR: GroupReply = { error: 'not-coordinator' }

/** What members ask of the coordinator of their group, by the verb. */
export const GROUP_REQUESTS: Readonly<
  Record<string, (state: BrokerState, call: Call, ctx: BrokerContext) => Steps<GroupReply>>
> = {
  *'join-group'(state, call, ctx) {
    const { member, generation, owned } = call.body as GroupRequest
    if (state.group === null) return NOT_COORDINATOR
    const come = () => state.group!.join(ctx.monotonic, call.id, member, generation, owned ?? [])
    return yield* waitForRound(state, call.id, come, ctx)
  },
  *'sync-group'(state, call, ctx) {
    const { member, generation, assignment } = call.body as GroupRequest
    if (state.group === null) return NOT_COORDINATOR
    const bring = () => state.group!.sync(ctx.monotonic, call.id, member, generation, assignment ?? null)
    return yield* waitForRound(state, call.id, bring, ctx)
  },
  // oxlint-disable-next-line require-yield -- one of several that may wait
  *heartbeat(state, call, ctx) {
    const { member, generation } = call.body as GroupRequest
    if (state.group === null) return NOT_COORDINATOR
    return { error: state.group.heartbeat(ctx.monotonic, member, generation) }
  },
  // oxlint-disable-next-line require-yield -- one of several that may wait
  *'leave-group'(state, call, ctx) {
    if (state.group === null) return NOT_COORDINATOR
    tellMembers(state, state.group.leave(ctx.monotonic, (call.body as GroupRequest).member), ctx)
    return { error: null }
  },
  *'commit-offsets'(state, call, ctx) {
    const { member, generation, partitions = [], offsets = [] } = call.body as GroupRequest
    if (state.group === null) return NOT_COORDINATOR
    const error = state.group.commitError(member, generation)
    if (error !== null) return { error }
    const value: GroupValue = { type: 'offsets', partitions, offsets }
    const { group } = state
    tellCommit(group, call.body as GroupRequest, ctx)
    if (!(yield* writeDown(state, state.groupPartition, `offsets ${partitions.join()}`, value, ctx)))
      return NOT_COORDINATOR
    if (state.group !== group) return NOT_COORDINATOR
    for (const [i, partition] of partitions.entries()) state.committed.set(partition, offsets[i])
    return { error: null }
  },
  // oxlint-disable-next-line require-yield -- one of several that may wait
  *'fetch-offsets'(state, call) {
    const { partitions = [] } = call.body as GroupRequest
    if (state.group === null) return NOT_COORDINATOR
    return { error: null, offsets: partitions.map((partition) => state.committed.get(partition) ?? 0) }
  },
}

/** Members whose session has ended are out; a round that has lasted long enough ends. */
export function tickGroup(state: BrokerState, ctx: BrokerContext): void {
  if (state.group === null) return
  tellMembers(state, state.group.tick(ctx.monotonic), ctx)
  ctx.gauge('generation', state.group.generation)
}

function* waitForRound(
  state: BrokerState,
  token: number,
  request: () => GroupOutput,
  ctx: BrokerContext,
): Steps<GroupReply> {
  state.members.set(token, ctx.current)
  tellMembers(state, request(), ctx)
  const answer = (yield* ctx.suspend()) as GroupAnswer | null
  return answer ?? NOT_COORDINATOR
}

/** Answers those whose waiting is over; what must not be forgotten is written down, and whoever waits for that is answered then. */
function tellMembers(state: BrokerState, { persist, answers }: GroupOutput, ctx: BrokerContext): void {
  if (persist !== null) ctx.spawn(remember(state, persist, ctx))
  for (const answer of answers) {
    const process = state.members.get(answer.token)
    state.members.delete(answer.token)
    if (process !== undefined) ctx.wake(process, answer)
  }
}

function* remember(state: BrokerState, record: GroupRecord, ctx: BrokerContext): Steps {
  const { group } = state
  const value: GroupValue = { type: 'group', record }
  const isWritten = yield* writeDown(state, state.groupPartition, 'group', value, ctx)
  if (group !== null && state.group === group)
    tellMembers(state, group.written(ctx.monotonic, record, isWritten), ctx)
}

function tellCommit(
  group: GroupCoordinator,
  { member, partitions, offsets }: GroupRequest,
  ctx: BrokerContext,
): void {
  if (!ctx.wants('offsets-committed')) return
  ctx.fact('offsets-committed', {
    generation: group.generation,
    member,
    partitions,
    offsets,
    atNanos: ctx.now,
  })
}
