import type { Nanos } from '../../lib/units.ts'
import { RecordOutbox } from '../consensus/record-outbox.ts'
import type { CommitParticipant, InDoubt } from './commit-machine.ts'
import {
  COORDINATOR,
  type CommitMessage,
  type CommitNotice,
  type CommitOutput,
  type Decision,
  type TxnId,
} from './commit-messages.ts'
import { ParticipantLog, type ParticipantDurable } from './participant-log.ts'
import { terminate, type Termination } from './termination.ts'

export interface ThreePhaseParticipantOptions {
  readonly self: number
  /** A coordinator silent for so long is taken for dead; longer than its own timeouts and two delays. */
  readonly patienceNanos: Nanos
  /** How long answers of the living can take: a round trip at the most. */
  readonly roundTripNanos: Nanos
  readonly resendNanos: Nanos
  /** What a patience that runs out leads to. 'abort': at once, whatever the state; what naive participants do. */
  readonly onTimeout?: 'terminate' | 'abort'
}

type Doubt = InDoubt['state']
type Reason = 'coordinator' | 'peer' | 'own vote' | 'taking over'

/**
 * A participant of three-phase commit. When the coordinator is silent, the first of the participants to lose patience asks
 * the others how far they have come, and finishes by the rule of `terminate`. One that was down while in doubt only asks.
 * Paper: Skeen (1981); Bernstein, Hadzilacos and Goodman (1987), section 7.5. Compare: two-phase commit (waits instead).
 * Cost: three forced log records; taking over costs two rounds. Invariant: with crashes alone all participants decide alike.
 * Cut apart, those without the pre-commit abort while those with it commit: silence is not death. When all of a
 * transaction's members have been down, it waits for somebody who knows.
 */
export class ThreePhaseParticipant implements CommitParticipant {
  readonly #options: ThreePhaseParticipantOptions
  readonly #log: ParticipantLog
  readonly #working = new Map<TxnId, readonly number[]>()
  /** When something was last heard that says somebody is in charge. */
  readonly #heardAt = new Map<TxnId, Nanos>()
  readonly #askedAt = new Map<TxnId, Nanos>()
  readonly #taking = new Map<TxnId, Termination>()
  /** In doubt when it went down: the others may have finished without it. */
  readonly #recovering = new Set<TxnId>()
  readonly #outbox = new RecordOutbox<CommitMessage, CommitNotice>()

  constructor(options: ThreePhaseParticipantOptions, durable: ParticipantDurable) {
    this.#options = options
    this.#log = new ParticipantLog(durable)
    for (const { txn } of this.#log.inDoubt()) this.#recovering.add(txn)
  }

  receive(now: Nanos, from: number, message: CommitMessage): CommitOutput {
    const { txn } = message
    if (message.type === 'prepare') this.#log.forgetBelow(message.endedBelow)
    if (this.#log.isOver(txn)) this.#confirmAgain(message)
    else if (message.type === 'prepare') this.#prepare(txn, message.participants)
    else if (message.type === 'pre-commit') this.#preCommit(now, from, txn)
    else if (message.type === 'decision')
      this.#decide(txn, message.decision, from === COORDINATOR ? 'coordinator' : 'peer')
    else if (message.type === 'inquire') this.#help(from, txn)
    else if (message.type === 'state-request') this.#tellState(now, from, txn)
    else if (message.type === 'state') this.#taking.get(txn)?.states.set(from, message.state)
    else if (message.type === 'pre-committed') this.#taking.get(txn)?.waitingFor.delete(from)
    return this.#outbox.take()
  }

  vote(now: Nanos, txn: TxnId, yes: boolean): CommitOutput {
    const participants = this.#working.get(txn)
    if (participants === undefined) return this.#outbox.take() // decided meanwhile
    this.#working.delete(txn)
    if (yes) {
      this.#log.note(txn, { state: 'ready', participants, since: now })
      this.#heardAt.set(txn, now)
      this.#outbox.persist()
    } else this.#finish(txn, 'abort', 'own vote', participants)
    this.#outbox.send(COORDINATOR, { type: 'vote', txn, yes })
    return this.#outbox.take()
  }

  tick(now: Nanos): CommitOutput {
    if (this.#log.quiet) return this.#outbox.take()
    for (const { txn, state, since } of this.#log.inDoubt()) {
      const taking = this.#taking.get(txn)
      if (this.#recovering.has(txn)) this.#ask(now, txn)
      else if (taking !== undefined) this.#goOn(now, txn, taking)
      else if (now - (this.#heardAt.get(txn) ?? since) >= this.#patience(txn)) this.#lose(now, txn, state)
    }
    return this.#outbox.take()
  }

  inDoubt(): InDoubt[] {
    return this.#log.inDoubt()
  }

  inspect(now: Nanos) {
    return {
      inDoubt: this.inDoubt().map(({ txn, state, since }) => ({ txn, state, forNanos: now - since })),
      working: [...this.#working.keys()],
      takingOver: [...this.#taking.keys()],
      recovering: [...this.#recovering],
    } as const
  }

  /** The participants lose patience one after the other, so that only one takes over if it lives. */
  #patience(txn: TxnId): Nanos {
    const { self, patienceNanos, roundTripNanos } = this.#options
    const rank = this.#log.get(txn)!.participants.indexOf(self)
    return patienceNanos + 3 * rank * roundTripNanos
  }

  #lose(now: Nanos, txn: TxnId, state: Doubt): void {
    const { self, onTimeout, roundTripNanos } = this.#options
    const { participants } = this.#log.get(txn)!
    if (onTimeout === 'abort') return this.#finish(txn, 'abort', 'taking over', participants)
    const states = new Map([[self, state]])
    const until = now + roundTripNanos
    this.#taking.set(txn, { stage: 'asking', until, states, waitingFor: new Set() })
    this.#tellOthers(participants, { type: 'state-request', txn })
  }

  #goOn(now: Nanos, txn: TxnId, taking: Termination): void {
    const { self, roundTripNanos } = this.#options
    const { participants } = this.#log.get(txn)!
    if (taking.stage === 'moving' && taking.waitingFor.size === 0) taking.until = now
    if (now < taking.until) return
    const verdict = taking.stage === 'moving' ? 'commit' : terminate(taking.states)
    if (verdict !== 'move the ready ones on') {
      this.#tellOthers([COORDINATOR, ...participants], { type: 'decision', txn, decision: verdict })
      return this.#finish(txn, verdict, 'taking over', participants)
    }
    taking.stage = 'moving'
    taking.until = now + roundTripNanos
    for (const [member, state] of taking.states) {
      if (state === 'pre-committed') continue
      if (member === self) this.#preCommit(now, self, txn)
      else {
        taking.waitingFor.add(member)
        this.#outbox.send(member, { type: 'pre-commit', txn })
      }
    }
  }

  #tellOthers(members: readonly number[], message: CommitMessage): void {
    for (const to of members) if (to !== this.#options.self) this.#outbox.send(to, message)
  }

  #ask(now: Nanos, txn: TxnId): void {
    if (now - (this.#askedAt.get(txn) ?? -Infinity) < this.#options.resendNanos) return
    this.#askedAt.set(txn, now)
    this.#tellOthers([COORDINATOR, ...this.#log.get(txn)!.participants], { type: 'inquire', txn })
  }

  /** A late copy: of all that is over only a decision wants an answer. */
  #confirmAgain({ type, txn }: CommitMessage): void {
    if (type === 'decision') this.#outbox.send(COORDINATOR, { type: 'done', txn })
  }

  #prepare(txn: TxnId, participants: readonly number[]): void {
    const record = this.#log.get(txn)
    if (record !== undefined) {
      this.#outbox.send(COORDINATOR, { type: 'vote', txn, yes: record.state !== 'aborted' })
    } else if (!this.#working.has(txn)) {
      this.#working.set(txn, participants)
      this.#outbox.notice({ type: 'asked', txn })
    }
  }

  #preCommit(now: Nanos, from: number, txn: TxnId): void {
    const record = this.#log.get(txn)
    if (record === undefined || record.state === 'aborted') return
    if (record.state === 'ready') {
      this.#log.note(txn, { ...record, state: 'pre-committed' })
      this.#outbox.persist()
    }
    this.#heardAt.set(txn, now)
    this.#recovering.delete(txn)
    if (from !== this.#options.self) this.#outbox.send(from, { type: 'pre-committed', txn })
  }

  #tellState(now: Nanos, from: number, txn: TxnId): void {
    const record = this.#log.get(txn)
    if (record === undefined) return this.#help(from, txn)
    const { state } = record
    if (state === 'committed' || state === 'aborted') return this.#help(from, txn)
    if (this.#recovering.has(txn)) return
    this.#heardAt.set(txn, now)
    this.#outbox.send(from, { type: 'state', txn, state })
  }

  #decide(txn: TxnId, decision: Decision, by: Reason): void {
    if (this.#log.decision(txn) === null)
      this.#finish(txn, decision, by, this.#log.get(txn)?.participants ?? [])
    this.#outbox.send(COORDINATOR, { type: 'done', txn })
  }

  /** Somebody is in doubt. Who has not voted can still say no. */
  #help(to: number, txn: TxnId): void {
    if (this.#log.get(txn) === undefined) this.#finish(txn, 'abort', 'own vote', this.#working.get(txn) ?? [])
    const decision = this.#log.decision(txn)
    if (decision !== null) this.#outbox.send(to, { type: 'decision', txn, decision })
  }

  #finish(txn: TxnId, decision: Decision, by: Reason, participants: readonly number[]): void {
    this.#log.decide(txn, decision, participants)
    this.#working.delete(txn)
    this.#taking.delete(txn)
    this.#recovering.delete(txn)
    this.#heardAt.delete(txn)
    this.#askedAt.delete(txn)
    this.#outbox.persist()
    this.#outbox.notice({ type: 'decided', txn, decision, by })
  }
}
