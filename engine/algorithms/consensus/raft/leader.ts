import type { Nanos } from '../../../lib/units.ts'
import { isJoint, isVoter, membersOf, settled, type Configuration } from './configuration.ts'
import { LeaderReads } from './leader-reads.ts'
import type { AppendReply } from './messages.ts'
import type { RaftRefusal } from './output.ts'
import type { RaftState } from './raft-state.ts'
import { Replication } from './replication.ts'

/**
 * A leader's term of office: takes commands, commits what a quorum holds, changes the group, hands over.
 * Paper: Ongaro and Ousterhout (2014), sections 5.3, 5.4.2 and 6; handing over: Ongaro's thesis (2014), section 3.10.
 * Compare: etcd-io/raft, which changes the group when the entry is applied. Cost: O(members) an entry or answer.
 * Invariant: only appends to its log; counts holders only for entries of its own term.
 */
export class Leader<Command> {
  readonly #state: RaftState<Command>
  readonly #replication: Replication<Command>
  readonly reads: LeaderReads<Command>
  readonly #since: Nanos
  #successor = -1
  #handsOverUntil: Nanos = 0

  constructor(state: RaftState<Command>) {
    this.#state = state
    this.#since = state.now
    this.#replication = new Replication(state)
    this.reads = new LeaderReads(state, this.#replication)
    state.outbox.notice({ type: 'became-leader', term: state.term, lastIndex: state.log.lastIndex })
    this.#append(null, null, 0) // what earlier terms left can only be committed below an entry of this one (§8)
  }

  get successor(): number {
    return this.#successor
  }

  tick(): void {
    const { options, quorum, configuration, now } = this.#state
    const confirmedAt = Math.max(this.#since, quorum.reached(configuration, this.#replication.answeredAt))
    if (options.checkQuorum && now - confirmedAt > options.electionTimeoutNanos)
      return this.#state.stepDown('quorum-lost')
    if (this.#successor !== -1 && now >= this.#handsOverUntil) this.#successor = -1
    this.#replication.tick()
    this.reads.tick()
  }

  propose(command: Command, sizeBytes: number): RaftRefusal | null {
    if (this.#successor !== -1) return 'transferring'
    this.#append(command, null, sizeBytes)
    return null
  }

  answered(from: number, reply: AppendReply): void {
    if (this.#replication.answered(from, reply)) this.#advance()
    this.reads.answered()
    if (this.#successor === from) this.#tryHandOver()
  }

  /** Our own disk holds the log up to `index`. */
  persisted(index: number): void {
    const { match } = this.#replication
    const { self } = this.#state
    if (index <= match[self]) return
    match[self] = index
    this.#advance()
  }

  /** Makes others voters and learners. New voters have to be learners that have caught up. */
  change(next: Configuration): RaftRefusal | null {
    const { configuration, configurations, commitIndex, options, log } = this.#state
    if (isJoint(configuration) || configurations.currentIndex > commitIndex) return 'change-in-progress'
    if (log.termAt(commitIndex) !== this.#state.term) return 'not-ready'
    const behind = next.voters.some(
      (voter) =>
        !isVoter(configuration, voter) &&
        !this.#replication.holds(voter, commitIndex - options.caughtUpEntries),
    )
    if (behind) return 'learner-behind'
    this.#reconfigure(options.rules.towards(configuration, next))
    return null
  }

  /** Hands over to `to` as soon as it holds everything; takes no commands until then. */
  transfer(to: number): RaftRefusal | null {
    const { configuration, self, now, options, outbox } = this.#state
    if (to === self || !configuration.voters.includes(to)) return 'not-ready'
    this.#successor = to
    this.#handsOverUntil = now + options.electionTimeoutNanos
    outbox.notice({ type: 'transfer', to })
    this.#tryHandOver()
    return null
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { followers: this.#replication.inspect(), successor: this.#successor } as const
  }

  #tryHandOver(): void {
    const { log, term, outbox } = this.#state
    if (!this.#replication.holds(this.#successor, log.lastIndex)) return
    this.reads.forfeitLease()
    outbox.send(this.#successor, { type: 'timeout-now', term })
  }

  #append(command: Command | null, configuration: Configuration | null, sizeBytes: number): void {
    const state = this.#state
    state.append({ index: state.log.lastIndex + 1, term: state.term, command, configuration, sizeBytes })
    if (configuration !== null) this.#replication.adopt()
    this.#replication.broadcast()
  }

  #reconfigure(configuration: Configuration): void {
    this.#append(null, configuration, 8 * membersOf(configuration).length)
  }

  /** Commits what a quorum holds, and does what waited for it. */
  #advance(): void {
    const state = this.#state
    const { quorum, configuration, log, options, term } = state
    const held = Math.min(quorum.reached(configuration, this.#replication.match), log.lastIndex)
    if (held <= state.commitIndex || !options.rules.commitsByCounting(log.termAt(held), term)) return
    // The change that a leader before us had begun is ours to finish, even if it was committed in its time.
    const changing = state.configurations.currentIndex > state.commitIndex || isJoint(configuration)
    state.commit(held)
    if (options.eagerCommit) this.#replication.tellCommitted()
    this.reads.committedOwnTerm()
    if (changing && state.configurations.currentIndex <= held) this.#changed()
  }

  /** The newest configuration is committed. */
  #changed(): void {
    const { configuration, self } = this.#state
    if (isJoint(configuration)) this.#reconfigure(settled(configuration.voters, configuration.learners))
    else if (!isVoter(configuration, self)) this.#state.stepDown('removed')
  }
}
