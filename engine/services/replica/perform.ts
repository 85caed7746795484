import { isJoint, tellConfiguration } from '../../algorithms/consensus/raft/configuration.ts'
import type { Answer, Notice, Output } from '../../algorithms/replication/replica.ts'
import { toSeconds } from '../../lib/units.ts'
import { settle } from './answers.ts'
import { tellProtocol } from './facts.ts'
import { flushNanos } from './params.ts'
import type { Envelope, LeaderFact } from './protocol.ts'
import type { ReplicaContext, ReplicaState, Unflushed } from './replica-state.ts'

/** Does what the machine asks for: first what must be durable, then messages and answers, in the order in which it asked. */
export function perform(state: ReplicaState, output: Output<unknown>, ctx: ReplicaContext): void {
  for (const notice of output.notices) tell(state, notice, ctx)
  const waits = output.persistBytes > 0 || (state.flushing && !showsOnly(state, output))
  if (!waits) return emit(state, output, ctx)
  state.unflushed.push({ hosted: state.hosted, output })
  if (!state.flushing) flush(state, ctx)
}

/** Answers to readers alone: what is shown to them rests on nothing that is being written. */
function showsOnly({ pending }: ReplicaState, { send, answers }: Output<unknown>): boolean {
  return send.length === 0 && answers.every(({ requestId }) => pending.get(requestId)?.value === null)
}

/** The disk has written what it was given. */
export function written(state: ReplicaState, group: readonly Unflushed[], ctx: ReplicaContext): void {
  settleGroup(state, group, ctx)
  flush(state, ctx)
}

/** Writes to the disk as long as there is something to write; what comes during one write goes into the next together. */
function flush(state: ReplicaState, ctx: ReplicaContext): void {
  state.flushing = true
  while (state.unflushed.length > 0) {
    const group = state.unflushed
    state.unflushed = []
    let bytes = 0
    for (const { output } of group) bytes += output.persistBytes
    if (bytes > 0) return ctx.job(flushNanos(ctx.params, bytes), 'disk', group)
    settleGroup(state, group, ctx)
  }
  state.flushing = false
}

/** What a machine asked for that has been replaced since is of no use to anybody. */
function settleGroup(state: ReplicaState, group: readonly Unflushed[], ctx: ReplicaContext): void {
  for (const { hosted, output } of group) {
    if (hosted !== state.hosted) continue
    const next = output.flushed?.(ctx.monotonic)
    if (next !== undefined) tellProtocol(state, ctx)
    emit(state, output, ctx)
    if (next !== undefined) perform(state, next, ctx)
  }
}

function emit(state: ReplicaState, { send, answers }: Output<unknown>, ctx: ReplicaContext): void {
  const { family, generation, place } = state
  for (const { to, message, sizeBytes } of send) {
    const envelope: Envelope = { type: 'replication', family, generation, sentAt: ctx.now, message }
    ctx.count('shipped', sizeBytes)
    const link = place.linkTo[to]
    if (link) ctx.send(link, envelope, sizeBytes) // else it is out of reach, or a member no more
  }
  for (const answer of answers) answerClient(state, answer, ctx)
}

function answerClient(state: ReplicaState, answer: Answer, ctx: ReplicaContext): void {
  const request = state.pending.get(answer.requestId)
  if (request === undefined) return
  state.pending.delete(answer.requestId)
  settle(state, request, answer, ctx)
}

/** Puts what people want to know on the time line, and counts what happens often. */
function tell(state: ReplicaState, notice: Notice, ctx: ReplicaContext): void {
  const { generation, place } = state
  switch (notice.type) {
    case 'became-leader': {
      ctx.mark(`leads epoch ${notice.epoch}`)
      const fact: LeaderFact = { generation, epoch: notice.epoch }
      return ctx.fact('became-leader', fact)
    }
    case 'stepped-down': {
      const why = notice.cause === 'lease-expired' ? 'its lease ran out' : 'a higher epoch has begun'
      return ctx.mark(`no longer leads epoch ${notice.epoch}: ${why}`)
    }
    case 'acknowledged-writes-lost': {
      ctx.count('takenBack', notice.count)
      const span = toSeconds(notice.spanNanos).toFixed(2)
      return ctx.mark(`takes back ${notice.count} acknowledged writes of epoch ${notice.epoch}, of ${span} s`)
    }
    case 'snapshot-installed':
      return ctx.mark(`gets a snapshot from ${place.group.members[notice.from].name}`)
    case 'members-changed': {
      // All adopt it; whoever leads says so.
      if (state.hosted.replica.leadership(ctx.monotonic).role !== 'leader') return
      const names = place.group.members.map(({ name }) => name)
      const who = isJoint(notice.configuration) ? 'both old and new voters decide' : 'voters are'
      return ctx.mark(`${who}: ${tellConfiguration(notice.configuration, names)}`)
    }
    case 'conflict':
      ctx.count('conflicts')
      if (ctx.wants('write-dropped')) ctx.fact('write-dropped', { generation, ...notice })
      return
    case 'successor-dropped':
      return ctx.count('overtaken')
    case 'causality-violated':
      return ctx.count('tooEarly')
    case 'clock-refused':
      return
  }
}
