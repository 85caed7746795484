import type { Nanos } from '../../../lib/units.ts'
import type { RaftState } from './raft-state.ts'
import type { Replication } from './replication.ts'

interface AskedRead {
  readonly requestId: number
  /** Who asked: another server, or this one. */
  readonly from: number
  readonly askedAt: Nanos
}
interface WaitingRead extends AskedRead {
  readonly index: number
  /** The round of messages that must be confirmed. */
  readonly round: number
}

/**
 * Reads that never see the past: a leader first makes sure that it still leads, by asking a quorum or by its lease.
 * Paper: Ongaro's thesis (2014), section 6.4. Compare: a read through the log (an entry more), a read of what is here (stale).
 * Cost: one round of messages for all reads that came during the last. Invariant: when a read is answered, everything that
 * was committed before it came has been applied.
 */
export class LeaderReads<Command> {
  readonly #state: RaftState<Command>
  readonly #replication: Replication<Command>
  /** In the order in which they came. */
  #waiting: WaitingRead[] = []
  /** Came before this leader knew what is committed. */
  #early: AskedRead[] = []
  #ready = false
  #confirmed = 0
  #leaseForfeited = false

  constructor(state: RaftState<Command>, replication: Replication<Command>) {
    this.#state = state
    this.#replication = replication
  }

  /** Whether the lease holds now: a quorum has confirmed something sent recently enough. Reads only. */
  get leaseLeftNanos(): number {
    const { options, quorum, configuration, now } = this.#state
    const { rules, electionTimeoutNanos, driftBound, checkQuorum } = options
    if (!checkQuorum || this.#leaseForfeited) return 0
    const since = quorum.reached(configuration, this.#replication.answeredAt)
    return Math.max(0, since + rules.leaseNanos(electionTimeoutNanos, driftBound) - now)
  }

  /** An entry of this leader's own term is committed: now it knows what is (§8). */
  committedOwnTerm(): void {
    this.#ready = true
    const early = this.#early
    this.#early = []
    for (const { requestId, from } of early) this.ask(requestId, from)
  }

  ask(requestId: number, from: number): void {
    if (!this.#ready) {
      this.#early.push({ requestId, from, askedAt: this.#state.now })
      return
    }
    const { options, commitIndex, now } = this.#state
    const leased = options.reads === 'lease' && this.leaseLeftNanos > 0
    if (leased || !options.rules.confirmsReads) return this.#answer(requestId, from, commitIndex)
    const idle = this.#waiting.length === 0
    this.#waiting.push({
      requestId,
      from,
      index: commitIndex,
      round: this.#replication.round + 1,
      askedAt: now,
    })
    if (idle) this.#begin()
  }

  /** Some member has answered. */
  answered(): void {
    const { quorum, configuration } = this.#state
    if (this.#waiting.length === 0) return
    this.#confirmed = quorum.reached(configuration, this.#replication.answeredRound)
    let done = 0
    while (done < this.#waiting.length && this.#waiting[done].round <= this.#confirmed) done += 1
    if (done === 0) return
    for (const { requestId, from, index } of this.#waiting.splice(0, done))
      this.#answer(requestId, from, index)
    if (this.#waiting.length > 0) this.#begin()
  }

  /** Gives up what no quorum has confirmed for an election timeout; other servers give up theirs by themselves. */
  tick(): void {
    this.#giveUp(this.#early)
    this.#giveUp(this.#waiting)
    if (this.#waiting.length > 0 && this.#waiting[0].round > this.#replication.round) this.#begin()
  }

  /**
   * Somebody was asked to stand at once, and voters will not be loyal to us against it: whenever that message arrives, so no
   * lease holds for the rest of this term.
   */
  forfeitLease(): void {
    this.#leaseForfeited = true
  }

  /** This server no longer leads. */
  abandon(): void {
    const { outbox, self } = this.#state
    for (const { requestId, from } of [...this.#waiting, ...this.#early])
      if (from === self) outbox.refuseRead(requestId, 'leadership-lost')
  }

  #giveUp(asked: AskedRead[]): void {
    const { options, now, outbox, self } = this.#state
    while (asked.length > 0 && now - asked[0].askedAt >= options.electionTimeoutNanos) {
      const { requestId, from } = asked.shift()!
      if (from === self) outbox.refuseRead(requestId, 'timeout')
    }
  }

  #begin(): void {
    this.#replication.round += 1
    this.#replication.beat()
    this.answered() // a group of one confirms itself
  }

  #answer(requestId: number, from: number, index: number): void {
    const { outbox, self, term } = this.#state
    if (from === self) outbox.read(requestId, index)
    else outbox.sendFirst(from, { type: 'read-index-reply', term, requestId, index })
  }
}
