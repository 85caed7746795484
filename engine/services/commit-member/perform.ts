import type { CommitNotice, CommitOutput, TxnId } from '../../algorithms/commit/commit-messages.ts'
import type { SagaNotice, SagaOutput } from '../../algorithms/commit/saga-messages.ts'
import { ms } from '../../lib/units.ts'
import type { Failure } from '../../schema/failures.ts'
import type { Steps } from '../define-service.ts'
import type { MemberContext, MemberState, Phases } from './member-state.ts'
import type { CommitEnvelope, DecidedFact, SagaStepFact } from './protocol.ts'

type Decided = Extract<CommitNotice, { type: 'decided' }>

const MESSAGE_BYTES = 128
const COURSES = 12

/** Does what a commit machine asks for: first what must be durable, then messages. */
export function perform(
  state: MemberState,
  protocol: Phases,
  output: CommitOutput,
  ctx: MemberContext,
): void {
  for (const notice of output.notices) note(state, protocol, notice, ctx)
  const envelopes = output.send.map(({ to, message }) => {
    const key = state.disk.keys[protocol].get(message.txn)
    if (message.type === 'prepare') state.forgetBelow(protocol, message.endedBelow)
    return { to, envelope: { type: 'commit', protocol, message, key } as const }
  })
  afterFlush(state, output.persistRecords, envelopes, ctx)
}

/** The same for sagas. */
export function performSaga(state: MemberState, output: SagaOutput, ctx: MemberContext): void {
  for (const notice of output.notices) noteSaga(state, notice, ctx)
  const envelopes = output.send.map(({ to, message }) => {
    const key = state.disk.keys.saga.get(message.saga)
    if (message.type === 'do' || message.type === 'undo') state.forgetBelow('saga', message.endedBelow)
    return { to, envelope: { type: 'saga', message, key } as const }
  })
  afterFlush(state, output.persistRecords, envelopes, ctx)
}

type Addressed = readonly { readonly to: number; readonly envelope: CommitEnvelope }[]

function afterFlush(state: MemberState, records: number, envelopes: Addressed, ctx: MemberContext): void {
  if (envelopes.length === 0) return
  if (records === 0) sendAll(state, envelopes, ctx)
  else ctx.spawn(flushThenSend(state, envelopes, ctx))
}

function* flushThenSend(state: MemberState, envelopes: Addressed, ctx: MemberContext): Steps {
  yield* ctx.work(ms(ctx.params.fsyncMs), 'log')
  sendAll(state, envelopes, ctx)
}

function sendAll(state: MemberState, envelopes: Addressed, ctx: MemberContext): void {
  for (const { to, envelope } of envelopes) {
    const link = state.place.linkTo[to]
    if (link) ctx.send(link, envelope, MESSAGE_BYTES)
  }
}

function note(state: MemberState, protocol: Phases, notice: CommitNotice, ctx: MemberContext): void {
  const { txn } = notice
  if (notice.type === 'asked') return void ctx.spawn(work(state, protocol, txn, ctx))
  if (notice.type === 'phase') return enterPhase(state, protocol, notice, ctx)
  const fact: DecidedFact = { txn, decision: notice.decision, by: notice.by }
  ctx.fact('transaction-decided', fact)
  if (state.place.self === 0) return answer(state, txn, failureOf(state, notice), ctx)
  unlock(state, protocol, txn, ctx)
  ctx.count(notice.decision === 'commit' ? 'committed' : 'aborted')
  if (notice.by === 'taking over' || notice.by === 'peer') ctx.count('takenOver')
  if (notice.by === 'taking over')
    ctx.mark(`decides transaction ${txn} without its coordinator: ${notice.decision}`)
}

function enterPhase(
  state: MemberState,
  protocol: Phases,
  { txn, phase }: Extract<CommitNotice, { type: 'phase' }>,
  ctx: MemberContext,
): void {
  if (phase === 'over') state.inPhase.delete(txn)
  else state.inPhase.set(txn, phase)
  let course = state.courses.find((one) => one.txn === txn)
  if (course === undefined) {
    course = { txn, protocol, phases: [] }
    state.courses.push(course)
    if (state.courses.length > COURSES) state.courses.shift()
  }
  course.phases.push({ phase, at: ctx.now })
}

/** Does the local part and votes. A key that another transaction holds is a no: waiting could last as long as that one is in doubt. */
function* work(state: MemberState, protocol: Phases, txn: TxnId, ctx: MemberContext): Steps {
  const key = state.disk.keys[protocol].get(txn)
  const able = !state.lockedBy.has(key) && !ctx.random('refuse').chance(ctx.params.refuseShare)
  if (able) state.lockedBy.set(key, txn)
  else ctx.count('refused')
  const nanos = Math.round(ms(ctx.params.workMs) * (0.5 + ctx.random('work').uniform()))
  yield* ctx.work(nanos, 'workers')
  const output = state.participants[protocol].vote(ctx.monotonic, txn, able)
  const bound = output.send.some(({ message }) => message.type === 'vote' && message.yes)
  if (bound) state.doubtSince.set(txn, ctx.now)
  else unlock(state, protocol, txn, ctx)
  perform(state, protocol, output, ctx)
}

function unlock(state: MemberState, protocol: Phases, txn: TxnId, ctx: MemberContext): void {
  const keys = state.disk.keys[protocol]
  const key = keys.get(txn)
  if (state.lockedBy.get(key) === txn) state.lockedBy.delete(key)
  keys.letGo(txn)
  const since = state.doubtSince.get(txn)
  if (since === undefined) return
  state.doubtSince.delete(txn)
  ctx.observe('doubtTime', ctx.now - since)
}

/** The client is told the outcome; it may have stopped waiting. */
function answer(state: MemberState, txn: TxnId, failure: Failure | null, ctx: MemberContext): void {
  const waiting = state.waiting.get(txn)
  state.waiting.delete(txn)
  ctx.count(failure === null ? 'committed' : 'aborted')
  if (waiting === undefined || !waiting.call.owing || waiting.call.id !== waiting.id) return
  ctx.observe('commitTime', ctx.now - waiting.call.arrivedAt)
  if (failure === null) ctx.reply(waiting.call, { outcome: 'committed' })
  else ctx.fail(waiting.call, failure)
}

/** Turned down by a participant, or given up on because one was silent; null: committed. */
function failureOf(state: MemberState, { txn, decision }: Decided): Failure | null {
  if (decision === 'commit') return null
  return state.waiting.get(txn)?.refused === true ? 'voted-down' : 'transaction-aborted'
}

function noteSaga(state: MemberState, notice: SagaNotice, ctx: MemberContext): void {
  if (notice.type === 'turned-back') return
  if (notice.type === 'ended') {
    ctx.fact('saga-ended', notice)
    ctx.count(notice.outcome)
    return answer(state, notice.saga, notice.outcome === 'completed' ? null : 'saga-undone', ctx)
  }
  const { saga, step, type } = notice
  ctx.count(type === 'apply' ? 'applied' : 'reverted')
  const fact: SagaStepFact = { saga, step, effect: type }
  ctx.fact('saga-step', fact)
}
