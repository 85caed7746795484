import type { Answer, Refusal } from '../../algorithms/replication/replica.ts'
import type { Failure } from '../../schema/failures.ts'
import { factOf } from './facts.ts'
import type { AcknowledgedFact, SessionAnswer } from './protocol.ts'
import type { PendingRequest, ReplicaContext, ReplicaState } from './replica-state.ts'

/** How clients learn of a refusal. Whether it certainly did not happen is part of the failure's meaning. */
const DEFINITE: Record<Refusal, Failure> = {
  'not-leader': 'not-leader',
  'lease-expired': 'not-leader',
  'leadership-lost': 'not-leader',
  'region-unreachable': 'replicas-unreachable',
  'replicas-unreachable': 'replicas-unreachable',
  timeout: 'replicas-unreachable',
  overloaded: 'queue-full',
  unsupported: 'constraint-violation',
}
/** It may have happened: too few replicas have said so. */
const INDEFINITE: Failure = 'no-quorum'

/** The machine has decided on a request. Nobody waits any more for one whose call was cancelled. */
export function settle(
  state: ReplicaState,
  request: PendingRequest,
  answer: Answer,
  ctx: ReplicaContext,
): void {
  const { call, value } = request
  if (answer.ok && !state.mayAcknowledge(answer, ctx.monotonic)) return refuseLate(request, answer, ctx)
  if (answer.ok && value !== null && ctx.wants('write-acknowledged')) {
    const { epoch, index, stamp } = answer
    const { generation, family, key, previous, atNanos } = factOf(state, request, value, ctx)
    const fact: AcknowledgedFact = { generation, family, key, value, previous, atNanos, epoch, index, stamp }
    ctx.fact('write-acknowledged', fact)
  }
  if (!call.owing || call.id !== answer.requestId) return
  if (!answer.ok) {
    ctx.count('refused')
    return ctx.fail(call, answer.definite ? DEFINITE[answer.reason!] : INDEFINITE)
  }
  if (value === null) {
    ctx.count('reads')
    return ctx.reply(call, withSession(state, request, answer.value))
  }
  ctx.count('writes')
  ctx.observe('commitTime', ctx.now - call.arrivedAt)
  ctx.reply(call, withSession(state, request, null))
}

/** It has stood still between deciding and telling, and leads no more: whether the write stays is for others to say. */
function refuseLate({ call }: PendingRequest, { requestId }: Answer, ctx: ReplicaContext): void {
  ctx.count('refused')
  if (call.owing && call.id === requestId) ctx.fail(call, INDEFINITE)
}

/** The answer as its user's session needs it. */
function withSession(state: ReplicaState, { session }: PendingRequest, value: unknown): unknown {
  if (!session) return value
  const token = { generation: state.generation, reached: state.hosted.reached().slice() }
  const answer: SessionAnswer = { session: true, value, token }
  return answer
}

/** The machine is replaced: it will never answer what it was asked. */
export function dropPending(state: ReplicaState, ctx: ReplicaContext): void {
  for (const [id, { call }] of state.pending)
    if (call.owing && call.id === id) ctx.fail(call, 'connection-lost')
  state.pending.clear()
}
