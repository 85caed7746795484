import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { RecordOutbox } from '../consensus/record-outbox.ts'
import type { CommitCoordinator } from './commit-machine.ts'
import type {
  CommitMessage,
  CommitNotice,
  CommitOutput,
  CommitPhase,
  Decision,
  TxnId,
} from './commit-messages.ts'
import { EndedBelow } from './ended-below.ts'

export interface ThreePhaseCoordinatorOptions {
  /** A participant that has not voted by then counts as a no; one that has not confirmed a pre-commit, as dead. */
  readonly voteTimeoutNanos: Nanos
  readonly resendNanos: Nanos
}

type Phase = Exclude<CommitPhase, 'over'>

interface Logged {
  phase: Phase
  readonly participants: readonly number[]
}

/** What of a coordinator survives a crash: how far each transaction has come that is not over. Changed in place. */
export interface ThreePhaseCoordinatorDurable {
  readonly transactions: Map<TxnId, Logged>
}

interface Open {
  readonly logged: Logged
  /** Who has not answered in this phase. */
  waitingFor: Set<number>
  /** When this phase began. */
  since: Nanos
  sentAt: Nanos
  /** It was down meanwhile: the participants may have decided without it, so it only asks. */
  recovering: boolean
}

/**
 * The coordinator of three-phase commit. Between the votes and the commit it tells everybody that all have voted yes, so
 * that whoever is left can finish without it.
 * Paper: Skeen, "Nonblocking commit protocols" (1981); Bernstein, Hadzilacos and Goodman (1987), section 7.5.
 * Compare: two-phase commit (one round less, blocks while its coordinator is dead), Paxos commit (neither blocks nor splits).
 * Cost: 6 messages a participant, three forced log records. Invariant: nobody has committed while anybody may still be
 * without the pre-commit; that rests on timeouts that are longer than any delay, and so on there being no partition.
 */
export class ThreePhaseCoordinator implements CommitCoordinator {
  readonly #options: ThreePhaseCoordinatorOptions
  readonly #durable: ThreePhaseCoordinatorDurable
  readonly #open = new Map<TxnId, Open>()
  readonly #ended = new EndedBelow()
  readonly #outbox = new RecordOutbox<CommitMessage, CommitNotice>()

  static durable(): ThreePhaseCoordinatorDurable {
    return { transactions: new Map() }
  }

  constructor(options: ThreePhaseCoordinatorOptions, durable: ThreePhaseCoordinatorDurable, now: Nanos) {
    this.#options = options
    this.#durable = durable
    for (const [txn, logged] of durable.transactions) {
      const recovering = logged.phase === 'voting' || logged.phase === 'pre-committing'
      const waitingFor = new Set(logged.participants)
      this.#open.set(txn, { logged, waitingFor, since: now, sentAt: -Infinity, recovering })
    }
  }

  begin(now: Nanos, txn: TxnId, participants: readonly number[]): CommitOutput {
    assert(participants.length > 0, 'a transaction has at least one participant')
    assert(!this.#open.has(txn), 'a transaction begins once')
    const logged: Logged = { phase: 'voting', participants }
    this.#durable.transactions.set(txn, logged)
    const open = { logged, waitingFor: new Set<number>(), since: now, sentAt: now, recovering: false }
    this.#open.set(txn, open)
    this.#enter(now, txn, open, 'voting')
    return this.#outbox.take()
  }

  receive(now: Nanos, from: number, message: CommitMessage): CommitOutput {
    const { txn } = message
    const open = this.#open.get(txn)
    if (open === undefined) return this.#outbox.take()
    const { phase } = open.logged
    if (message.type === 'inquire') this.#answer(from, txn, phase)
    else if (message.type === 'decision') this.#learn(now, txn, open, message.decision)
    else if (message.type === 'vote' && phase === 'voting') this.#voted(now, txn, open, from, message.yes)
    else if (message.type === 'pre-committed' && phase === 'pre-committing')
      this.#confirmed(now, txn, open, from)
    else if (message.type === 'done' && isDecided(phase)) this.#done(txn, open, from)
    return this.#outbox.take()
  }

  tick(now: Nanos): CommitOutput {
    const { voteTimeoutNanos, resendNanos } = this.#options
    for (const [txn, open] of this.#open) {
      const { phase } = open.logged
      if (!open.recovering && !isDecided(phase) && now - open.since >= voteTimeoutNanos)
        this.#enter(now, txn, open, phase === 'voting' ? 'aborting' : 'committing')
      else if (now - open.sentAt >= resendNanos) this.#tellAgain(now, txn, open)
    }
    return this.#outbox.take()
  }

  inspect(now: Nanos) {
    return {
      open: [...this.#open].map(([txn, { logged, waitingFor, since, recovering }]) => ({
        txn,
        phase: recovering ? 'recovering' : logged.phase,
        waitingFor: [...waitingFor],
        forNanos: now - since,
      })),
    } as const
  }

  #voted(now: Nanos, txn: TxnId, open: Open, from: number, yes: boolean): void {
    if (open.recovering) return
    if (!yes) return this.#enter(now, txn, open, 'aborting')
    open.waitingFor.delete(from)
    if (open.waitingFor.size === 0) this.#enter(now, txn, open, 'pre-committing')
  }

  #confirmed(now: Nanos, txn: TxnId, open: Open, from: number): void {
    if (open.recovering) return
    open.waitingFor.delete(from)
    if (open.waitingFor.size === 0) this.#enter(now, txn, open, 'committing')
  }

  #done(txn: TxnId, open: Open, from: number): void {
    open.waitingFor.delete(from)
    if (open.waitingFor.size > 0) return
    this.#open.delete(txn)
    this.#durable.transactions.delete(txn)
    this.#outbox.notice({ type: 'phase', txn, phase: 'over' })
  }

  /** Somebody has decided: participants that took over, while this was down or out of reach. */
  #learn(now: Nanos, txn: TxnId, open: Open, decision: Decision): void {
    if (isDecided(open.logged.phase)) return
    open.recovering = false
    this.#enter(now, txn, open, decision === 'commit' ? 'committing' : 'aborting')
  }

  #enter(now: Nanos, txn: TxnId, open: Open, phase: Phase): void {
    open.logged.phase = phase
    open.waitingFor = new Set(open.logged.participants)
    open.since = now
    this.#outbox.persist()
    this.#outbox.notice({ type: 'phase', txn, phase })
    if (isDecided(phase))
      this.#outbox.notice({ type: 'decided', txn, decision: decisionIn(phase), by: 'coordinator' })
    this.#tellAgain(now, txn, open)
  }

  #tellAgain(now: Nanos, txn: TxnId, open: Open): void {
    const { phase, participants } = open.logged
    open.sentAt = now
    const endedBelow = this.#ended.among(this.#open, txn)
    for (const to of open.waitingFor) {
      if (open.recovering) this.#outbox.send(to, { type: 'inquire', txn })
      else if (phase === 'voting') this.#outbox.send(to, { type: 'prepare', txn, participants, endedBelow })
      else if (phase === 'pre-committing') this.#outbox.send(to, { type: 'pre-commit', txn })
      else this.#outbox.send(to, { type: 'decision', txn, decision: decisionIn(phase) })
    }
  }

  #answer(to: number, txn: TxnId, phase: Phase): void {
    if (isDecided(phase)) this.#outbox.send(to, { type: 'decision', txn, decision: decisionIn(phase) })
  }
}

function isDecided(phase: Phase): phase is 'committing' | 'aborting' {
  return phase === 'committing' || phase === 'aborting'
}

function decisionIn(phase: 'committing' | 'aborting'): Decision {
  return phase === 'committing' ? 'commit' : 'abort'
}
