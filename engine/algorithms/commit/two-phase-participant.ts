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

export interface ParticipantOptions {
  readonly self: number
  /** In doubt for so long, it asks. */
  readonly patienceNanos: Nanos
  readonly resendNanos: Nanos
  /** False: a yes is told without being in the log. What naive participants do. */
  readonly logsVote?: boolean
}

/**
 * A participant of two-phase commit. Once it has voted yes it must wait for the outcome, however long: it asks the
 * coordinator and its peers, and whoever has not voted yet or knows the outcome can help it. When all are in doubt and the
 * coordinator is dead, everybody waits: the protocol blocks. What the coordinator says is over it forgets.
 * Paper: Gray, "Notes on data base operating systems" (1978); cooperative termination: Bernstein, Hadzilacos and Goodman,
 * "Concurrency control and recovery in database systems" (1987), section 7.4. Compare: three-phase commit (does not wait
 * for the dead, and splits when cut). Cost: two forced log records a transaction.
 * Invariant: no change of mind after a yes without the outcome; an outcome never changes.
 */
export class TwoPhaseParticipant implements CommitParticipant {
  readonly #options: ParticipantOptions
  readonly #log: ParticipantLog
  /** Asked, and the host is at work; with all who are asked. */
  readonly #working = new Map<TxnId, readonly number[]>()
  readonly #askedAt = new Map<TxnId, Nanos>()
  /** A yes that is in no log. */
  readonly #unlogged = new Set<TxnId>()
  readonly #outbox = new RecordOutbox<CommitMessage, CommitNotice>()

  constructor(options: ParticipantOptions, durable: ParticipantDurable) {
    this.#options = options
    this.#log = new ParticipantLog(durable)
  }

  receive(_now: Nanos, from: number, message: CommitMessage): CommitOutput {
    if (message.type === 'prepare') this.#log.forgetBelow(message.endedBelow)
    if (this.#log.isOver(message.txn)) this.#confirmAgain(message)
    else if (message.type === 'prepare') this.#prepare(message.txn, message.participants)
    else if (message.type === 'decision')
      this.#decided(message.txn, message.decision, from === COORDINATOR ? 'coordinator' : 'peer')
    else if (message.type === 'inquire') this.#help(from, message.txn)
    return this.#outbox.take()
  }

  vote(now: Nanos, txn: TxnId, yes: boolean): CommitOutput {
    const participants = this.#working.get(txn)
    if (participants === undefined) return this.#outbox.take() // decided meanwhile
    this.#working.delete(txn)
    if (!yes) this.#abortAlone(txn, participants)
    else {
      this.#log.note(txn, { state: 'ready', participants, since: now })
      if (this.#options.logsVote === false) this.#unlogged.add(txn)
      else this.#outbox.persist()
    }
    this.#outbox.send(COORDINATOR, { type: 'vote', txn, yes })
    return this.#outbox.take()
  }

  tick(now: Nanos): CommitOutput {
    if (this.#log.quiet) return this.#outbox.take()
    const { self, patienceNanos, resendNanos } = this.#options
    for (const { txn, since } of this.#log.inDoubt()) {
      if (now - since < patienceNanos) continue
      if (now - (this.#askedAt.get(txn) ?? -Infinity) < resendNanos) continue
      this.#askedAt.set(txn, now)
      for (const to of [COORDINATOR, ...this.#log.get(txn)!.participants])
        if (to !== self) this.#outbox.send(to, { type: 'inquire', txn })
    }
    return this.#outbox.take()
  }

  inDoubt(): InDoubt[] {
    return this.#log.inDoubt()
  }

  /** What was told without being logged is gone. For whoever plays the crash of a naive participant. */
  loseUnlogged(): void {
    for (const txn of this.#unlogged) if (this.#log.decision(txn) === null) this.#log.forget(txn)
  }

  inspect(now: Nanos) {
    return {
      inDoubt: this.inDoubt().map(({ txn, state, since }) => ({ txn, state, forNanos: now - since })),
      working: [...this.#working.keys()],
      asking: [...this.#askedAt.keys()],
    } as const
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

  #decided(txn: TxnId, decision: Decision, by: 'coordinator' | 'peer'): void {
    const record = this.#log.get(txn)
    this.#working.delete(txn)
    this.#askedAt.delete(txn)
    this.#unlogged.delete(txn)
    if (this.#log.decision(txn) === null) {
      // A commit of what was never promised here cannot be done: nothing is left of the work.
      const done = record === undefined ? 'abort' : decision
      this.#log.decide(txn, done, record?.participants ?? [])
      this.#outbox.persist()
      this.#outbox.notice({ type: 'decided', txn, decision: done, by })
    }
    this.#outbox.send(COORDINATOR, { type: 'done', txn })
  }

  /** Somebody else is in doubt. Who has not voted can still say no, and so free him. */
  #help(to: number, txn: TxnId): void {
    if (this.#log.get(txn) === undefined) {
      const participants = this.#working.get(txn) ?? []
      this.#working.delete(txn)
      this.#abortAlone(txn, participants)
    }
    const decision = this.#log.decision(txn)
    if (decision !== null) this.#outbox.send(to, { type: 'decision', txn, decision })
  }

  #abortAlone(txn: TxnId, participants: readonly number[]): void {
    this.#log.decide(txn, 'abort', participants)
    this.#outbox.persist()
    this.#outbox.notice({ type: 'decided', txn, decision: 'abort', by: 'own vote' })
  }
}
