import { assert } from '../../../lib/assert.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { Configuration } from './configuration.ts'
import type { RaftDisk } from './disk.ts'
import { Election } from './election.ts'
import { Follower } from './follower.ts'
import { FollowerReads } from './follower-reads.ts'
import { Leader } from './leader.ts'
import type { LogEntry } from './log-entry.ts'
import type { RaftMessage } from './messages.ts'
import type { RaftOptions, RaftSwitches } from './options.ts'
import type { Output, Persist, RaftRefusal } from './output.ts'
import { Quorum } from './quorum.ts'
import { RaftState, type Role } from './raft-state.ts'

/**
 * One server of a group that keeps one log: a pure machine. Messages, ticks and requests go in; what to persist, to send and
 * to apply comes out (`Output` says in which order). Constructing it again from its disk is a restart.
 * Paper: Ongaro and Ousterhout, "In search of an understandable consensus algorithm" (2014), and Ongaro's thesis (2014) for
 * probing elections, handing over and reads. Compare: `LogShipping`, where a leader may acknowledge alone; Paxos.
 * Cost: a message and a reply a follower and command. Invariant: election safety, leader append-only, log matching, leader
 * completeness, state-machine safety (§5, figure 3), each checked after every event in the tests.
 */
export class Raft<Command> {
  readonly #state: RaftState<Command>
  readonly #election: Election<Command>
  readonly #follower: Follower<Command>
  readonly #reads: FollowerReads<Command>
  #leader: Leader<Command> | null = null
  #applied: number

  /** `now` is always what this server measures durations with: a clock that may run fast or slow, and is never set. */
  constructor(options: RaftOptions, disk: RaftDisk<Command>, now: Nanos) {
    assert(options.heartbeatNanos < options.electionTimeoutNanos, 'heartbeats come more often than elections')
    this.#state = this.makeState(options, disk, now)
    this.#election = new Election(this.#state)
    this.#follower = new Follower(this.#state)
    this.#reads = new FollowerReads(this.#state)
    this.#applied = disk.snapshot.index
  }

  /** For machines with a bug in them. */
  protected makeState(options: RaftOptions, disk: RaftDisk<Command>, now: Nanos): RaftState<Command> {
    return new RaftState(options, disk, now)
  }

  get self(): number {
    return this.#state.self
  }
  get term(): number {
    return this.#state.term
  }
  get vote(): number {
    return this.#state.vote
  }
  get role(): Role {
    return this.#state.role
  }
  /** Who leads this term, or -1 while nobody is known to. */
  get leader(): number {
    return this.#state.leader
  }
  get commitIndex(): number {
    return this.#state.commitIndex
  }
  get lastIndex(): number {
    return this.#state.log.lastIndex
  }
  /** The newest entry that is no longer in the log. */
  get baseIndex(): number {
    return this.#state.log.baseIndex
  }
  /** The newest configuration in the log, committed or not. */
  get configuration(): Configuration {
    return this.#state.configuration
  }
  /** -1: not here. */
  termAt(index: number): number {
    return this.#state.log.termAt(index)
  }
  entryAt(index: number): LogEntry<Command> | undefined {
    return this.#state.log.entryAt(index)
  }
  /** How long the lease for reads still lasts at the last call's time; 0 without one. */
  get leaseLeftNanos(): Nanos {
    return this.#leader?.reads.leaseLeftNanos ?? 0
  }
  /** To whom leadership is being handed over, or -1. */
  get successor(): number {
    return this.#leader?.successor ?? -1
  }

  configure(switches: Partial<RaftSwitches>): void {
    this.#state.options = { ...this.#state.options, ...switches }
    this.#state.quorum = new Quorum(this.#state.options.rules)
  }

  /** To be called several times a heartbeat. */
  tick(now: Nanos): Output<Command> {
    this.#state.now = now
    if (this.#leader) this.#leader.tick()
    else this.#election.tick()
    this.#reads.tick()
    return this.#finish()
  }

  receive(now: Nanos, from: number, message: RaftMessage<Command>): Output<Command> {
    this.#state.now = now
    if (this.#entersTermOf(from, message)) this.#dispatch(from, message)
    return this.#finish()
  }

  /** Asks for a command to be appended. Refused unless this server leads; else it stands at `lastIndex` of this `term`. */
  propose(now: Nanos, command: Command, sizeBytes: number): RaftRefusal | Output<Command> {
    this.#state.now = now
    const refusal = this.#leader === null ? 'not-leader' : this.#leader.propose(command, sizeBytes)
    return refusal ?? this.#finish()
  }

  /**
   * Asks when a read may be answered here; `reads` or `refusedReads` of this output or a later one say so. `requestId` must never
   * have been used by this server, not even before a crash: late answers would be taken for it.
   */
  read(now: Nanos, requestId: number): Output<Command> {
    this.#state.now = now
    if (this.#leader) this.#leader.reads.ask(requestId, this.#state.self)
    else this.#reads.ask(requestId)
    return this.#finish()
  }

  /** Asks for other members. It is done when a configuration that is not joint is committed. */
  changeMembers(now: Nanos, next: Configuration): RaftRefusal | Output<Command> {
    this.#state.now = now
    return (this.#leader === null ? 'not-leader' : this.#leader.change(next)) ?? this.#finish()
  }

  /** Asks to hand leadership over. */
  transfer(now: Nanos, to: number): RaftRefusal | Output<Command> {
    this.#state.now = now
    return (this.#leader === null ? 'not-leader' : this.#leader.transfer(to)) ?? this.#finish()
  }

  /** Says that `persist` is durable now. Each one that an output holds, in their order. */
  persisted(now: Nanos, { term, entries }: Persist<Command>): Output<Command> {
    this.#state.now = now
    this.#state.durableTerm = term
    const last = entries[entries.length - 1]
    // What was overwritten while it was being written is nothing to count.
    if (this.#leader && last && this.termAt(last.index) === last.term) this.#leader.persisted(last.index)
    return this.#finish()
  }

  /**
   * Hands over the state after the entry at `index`, which has been applied: entries up to `retain` before it may go. Members
   * that need older ones will get the state instead.
   */
  compact(now: Nanos, index: number, state: unknown, sizeBytes: number, retain: number): Output<Command> {
    const own = this.#state
    own.now = now
    assert(index <= this.#applied && index >= own.snapshot.index, 'a snapshot is of what was applied')
    const end = { term: this.termAt(index), index }
    own.snapshot = own.options.rules.snapshot(end, own.configurations.at(index), state, sizeBytes)
    const compactTo = Math.max(own.log.baseIndex, index - retain)
    own.log.compact(compactTo)
    own.configurations.compact(index)
    own.outbox.keep(own.snapshot, compactTo)
    return this.#finish()
  }

  /** What the view draws: plain data. Reads only. */
  inspect() {
    const { role, term, vote, leader, commitIndex, log, configuration } = this.#state
    const { baseIndex, lastIndex, lastTerm } = log
    const leading = this.#leader?.inspect() ?? null
    return { role, term, vote, leader, commitIndex, baseIndex, lastIndex, lastTerm, configuration, leading }
  }

  /** Whether the message is to be acted on, after its term has been taken note of. */
  #entersTermOf(from: number, message: RaftMessage<Command>): boolean {
    const state = this.#state
    const { type, term } = message
    if (type === 'vote-request' && this.#election.isLoyal(message)) return false
    if (term > state.term) {
      if (state.options.rules.stepsDownForLaterTerm) state.stepDown('higher-term')
      state.enterTerm(term)
    }
    if (term >= state.term) return true
    // The past is told so, that it may catch up: a leader steps down, a candidate stands again.
    if (type === 'append' || type === 'snapshot') this.#follower.refuse(from, message)
    return type === 'vote-request'
  }

  #dispatch(from: number, message: RaftMessage<Command>): void {
    switch (message.type) {
      case 'append':
        return this.#follower.append(from, message)
      case 'append-reply':
        return this.#leader?.answered(from, message)
      case 'commit':
        return this.#follower.committed(from, message)
      case 'snapshot':
        return this.#follower.install(from, message)
      case 'vote-request':
        return this.#election.asked(from, message)
      case 'vote-reply':
        return this.#election.answered(from, message)
      case 'timeout-now':
        if (this.#state.mayStand) this.#election.campaign(false, true)
        return
      case 'read-index':
        return this.#leader?.reads.ask(message.requestId, from)
      case 'read-index-reply':
        return this.#reads.answered(message)
    }
  }

  /** Brings what depends on the role and the commit index up to date, and hands over what was collected. */
  #finish(): Output<Command> {
    const state = this.#state
    if (this.#leader !== null && state.role !== 'leader') {
      this.#leader.reads.abandon()
      this.#leader = null
    } else if (this.#leader === null && state.role === 'leader') {
      this.#leader = new Leader(state)
    }
    this.#apply()
    return state.outbox.take(state.term, state.vote, state.log)
  }

  #apply(): void {
    const { commitIndex, snapshot, log, outbox } = this.#state
    this.#applied = Math.max(this.#applied, Math.min(snapshot.index, commitIndex))
    if (commitIndex > this.#applied) outbox.committed(log.slice(this.#applied + 1, commitIndex))
    this.#applied = commitIndex
    this.#reads.applied(commitIndex)
  }
}
