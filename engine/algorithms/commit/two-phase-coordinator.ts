import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { RecordOutbox } from '../consensus/record-outbox.ts'
import type { CommitCoordinator } from './commit-machine.ts'
import type { CommitMessage, CommitNotice, CommitOutput, Decision, TxnId } from './commit-messages.ts'
import { EndedBelow } from './ended-below.ts'

export interface TwoPhaseCoordinatorOptions {
  /** A participant that has not voted by then counts as a no. */
  readonly voteTimeoutNanos: Nanos
  readonly resendNanos: Nanos
  /** False: the decision is not in the log before it is told. What naive coordinators do. */
  readonly logsDecision?: boolean
}

/** What of a coordinator survives a crash: commits, with the participants that have not confirmed yet. Changed in place. */
export interface TwoPhaseCoordinatorDurable {
  readonly commits: Map<TxnId, Set<number>>
}

interface Open {
  readonly participants: readonly number[]
  /** Who has not voted; then who has not confirmed. */
  readonly waitingFor: Set<number>
  readonly began: Nanos
  decision: Decision | null
  sentAt: Nanos
}

/**
 * The coordinator of two-phase commit: asks all participants, commits if all vote yes in time, and tells until all have
 * confirmed. Only commits are logged: of what the log does not know, an abort is presumed.
 * Paper: Gray, "Notes on data base operating systems" (1978); presumed abort: Mohan, Lindsay and Obermarck, "Transaction
 * management in the R* distributed database management system" (1986). Compare: three-phase commit, Paxos commit, saga.
 * Cost: 4 messages a participant, one forced log record. Invariant: the decision for a transaction never changes; commit
 * only if all have voted yes.
 */
export class TwoPhaseCoordinator implements CommitCoordinator {
  readonly #options: TwoPhaseCoordinatorOptions
  readonly #durable: TwoPhaseCoordinatorDurable
  readonly #open = new Map<TxnId, Open>()
  readonly #ended = new EndedBelow()
  readonly #outbox = new RecordOutbox<CommitMessage, CommitNotice>()

  static durable(): TwoPhaseCoordinatorDurable {
    return { commits: new Map() }
  }

  constructor(options: TwoPhaseCoordinatorOptions, durable: TwoPhaseCoordinatorDurable, now: Nanos) {
    this.#options = options
    this.#durable = durable
    for (const [txn, waitingFor] of durable.commits) {
      const participants = [...waitingFor]
      this.#open.set(txn, { participants, waitingFor, began: now, decision: 'commit', sentAt: -Infinity })
    }
  }

  begin(now: Nanos, txn: TxnId, participants: readonly number[]): CommitOutput {
    assert(participants.length > 0, 'a transaction has at least one participant')
    assert(!this.#open.has(txn), 'a transaction begins once')
    const waitingFor = new Set(participants)
    this.#open.set(txn, { participants, waitingFor, began: now, decision: null, sentAt: now })
    this.#outbox.notice({ type: 'phase', txn, phase: 'voting' })
    const endedBelow = this.#ended.among(this.#open, txn)
    for (const to of participants) this.#outbox.send(to, { type: 'prepare', txn, participants, endedBelow })
    return this.#outbox.take()
  }

  receive(now: Nanos, from: number, message: CommitMessage): CommitOutput {
    const { txn } = message
    const open = this.#open.get(txn)
    if (message.type === 'inquire') this.#answer(from, txn, open)
    else if (open !== undefined && message.type === 'vote') this.#voted(now, txn, open, from, message.yes)
    else if (open !== undefined && message.type === 'done') this.#confirmed(txn, open, from)
    return this.#outbox.take()
  }

  tick(now: Nanos): CommitOutput {
    for (const [txn, open] of this.#open) {
      if (open.decision === null && now - open.began >= this.#options.voteTimeoutNanos)
        this.#decide(now, txn, open, 'abort')
      else if (now - open.sentAt >= this.#options.resendNanos) this.#tellAgain(now, txn, open)
    }
    return this.#outbox.take()
  }

  inspect(now: Nanos) {
    return {
      open: [...this.#open].map(([txn, { decision, waitingFor, began }]) => ({
        txn,
        phase: decision === null ? 'voting' : `${decision}ing`,
        waitingFor: [...waitingFor],
        forNanos: now - began,
      })),
    } as const
  }

  #voted(now: Nanos, txn: TxnId, open: Open, from: number, yes: boolean): void {
    if (open.decision !== null) return
    if (!yes) return this.#decide(now, txn, open, 'abort')
    open.waitingFor.delete(from)
    if (open.waitingFor.size === 0) this.#decide(now, txn, open, 'commit')
  }

  #decide(now: Nanos, txn: TxnId, open: Open, decision: Decision): void {
    open.decision = decision
    for (const participant of open.participants) open.waitingFor.add(participant)
    if (decision === 'commit' && this.#options.logsDecision !== false) {
      this.#durable.commits.set(txn, open.waitingFor)
      this.#outbox.persist()
    }
    this.#outbox.notice({
      type: 'phase',
      txn,
      phase: decision === 'commit' ? 'committing' : 'aborting',
    })
    this.#outbox.notice({ type: 'decided', txn, decision, by: 'coordinator' })
    this.#tellAgain(now, txn, open)
  }

  #tellAgain(now: Nanos, txn: TxnId, open: Open): void {
    const { decision, participants } = open
    open.sentAt = now
    const endedBelow = this.#ended.among(this.#open, txn)
    for (const to of open.waitingFor) {
      const message: CommitMessage =
        decision === null
          ? { type: 'prepare', txn, participants, endedBelow }
          : { type: 'decision', txn, decision }
      this.#outbox.send(to, message)
    }
  }

  /** Everybody who has confirmed has it in his own log, so that nobody will ever ask again. */
  #confirmed(txn: TxnId, open: Open, from: number): void {
    if (open.decision === null) return
    open.waitingFor.delete(from)
    if (open.waitingFor.size > 0) return
    this.#open.delete(txn)
    this.#durable.commits.delete(txn)
    this.#outbox.notice({ type: 'phase', txn, phase: 'over' })
  }

  #answer(to: number, txn: TxnId, open: Open | undefined): void {
    const decision = open === undefined ? 'abort' : open.decision
    if (decision !== null) this.#outbox.send(to, { type: 'decision', txn, decision })
  }
}
