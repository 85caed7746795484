import type { Nanos } from '../../../lib/units.ts'
import { membersOf } from './configuration.ts'
import type { VoteReply, VoteRequest } from './messages.ts'
import type { RaftState } from './raft-state.ts'

/**
 * Who leads: a server that hears of no leader asks whether it could win, raises its term, and asks for votes.
 * Paper: Ongaro and Ousterhout (2014), sections 5.2 and 5.4.1; asking first and loyalty to a leader heard of lately from
 * Ongaro's thesis (2014), sections 9.6 and 4.2.3. Compare: `LeaderElection` of log shipping, the same idea as leases by epoch.
 * Cost: a message and a reply a voter. Invariant: one vote a term and server, durable before it is told.
 */
export class Election<Command> {
  readonly #state: RaftState<Command>
  #patienceNanos: Nanos
  #votes: (boolean | undefined)[] = []
  #probing = false
  #transfer = false

  constructor(state: RaftState<Command>) {
    this.#state = state
    this.#patienceNanos = this.#drawPatience()
    const { electionTimeoutNanos, firstPatienceNanos = electionTimeoutNanos } = state.options
    if (state.term === 0) this.#patienceNanos += firstPatienceNanos - electionTimeoutNanos
  }

  /** When this server will stand if nothing is heard; reads only. */
  get standsAt(): Nanos {
    return this.#state.contactAt + this.#patienceNanos
  }

  tick(): void {
    const { now, mayStand } = this.#state
    if (now >= this.standsAt && mayStand) this.campaign(this.#state.options.preVote, false)
  }

  /** Stands: with `probe` it only asks whether it would be worth while. */
  campaign(probe: boolean, transfer: boolean): void {
    const state = this.#state
    this.#patienceNanos = this.#drawPatience()
    this.#probing = probe
    this.#transfer = transfer
    this.#votes = []
    this.#votes[state.self] = true
    state.contactAt = state.now
    state.leader = -1
    state.role = 'candidate'
    if (!probe) state.enterTerm(state.term + 1, state.self)
    const campaignTerm = probe ? state.term + 1 : state.term
    state.outbox.notice({ type: 'campaign', term: campaignTerm, probe })
    this.#ask(campaignTerm)
    this.#decide()
  }

  /** Answers a candidate, unless there is reason to be loyal to a leader: then it says nothing at all. */
  asked(from: number, request: VoteRequest): void {
    const state = this.#state
    if (this.isLoyal(request)) return
    const { campaignTerm, probe } = request
    const upToDate = state.options.rules.isUpToDate(
      { term: request.lastTerm, index: request.lastIndex },
      state.end,
    )
    const free = probe
      ? campaignTerm > state.term
      : campaignTerm === state.term && state.options.rules.isFree(state.vote, from)
    const granted = upToDate && free
    if (granted && !probe) {
      state.enterTerm(state.term, from)
      state.contactAt = state.now
    }
    state.outbox.send(from, { type: 'vote-reply', term: state.term, campaignTerm, probe, granted })
  }

  /** Whether a leader has been heard of so lately that a candidate is to be ignored, its term included. */
  isLoyal(request: VoteRequest): boolean {
    const { options, role, heardAt, now } = this.#state
    if (!options.checkQuorum || request.transfer) return false
    return role === 'leader' || now - heardAt < options.electionTimeoutNanos
  }

  answered(from: number, reply: VoteReply): void {
    const state = this.#state
    const ours = state.role === 'candidate' && reply.probe === this.#probing
    if (!ours || reply.campaignTerm !== state.term + (reply.probe ? 1 : 0)) return
    this.#votes[from] = reply.granted
    this.#decide()
  }

  #decide(): void {
    const state = this.#state
    const tally = state.quorum.tally(state.configuration, this.#votes)
    if (tally === 'lost') state.role = 'follower'
    if (tally !== 'won') return
    if (this.#probing) this.campaign(false, this.#transfer)
    else {
      state.role = 'leader'
      state.leader = state.self
    }
  }

  #ask(campaignTerm: number): void {
    const { self, term, configuration, outbox, end } = this.#state
    for (const to of membersOf(configuration)) {
      if (to === self || configuration.learners.includes(to)) continue
      outbox.send(to, {
        type: 'vote-request',
        term,
        campaignTerm,
        probe: this.#probing,
        transfer: this.#transfer,
        lastIndex: end.index,
        lastTerm: end.term,
      })
    }
  }

  #drawPatience(): Nanos {
    const { random, electionTimeoutNanos, standDelayNanos, standSpreadNanos } = this.#state.options
    return electionTimeoutNanos + standDelayNanos + random.below(standSpreadNanos)
  }
}
