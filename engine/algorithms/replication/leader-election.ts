import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { VoteReply, VoteRequest } from './log-shipping-messages.ts'
import { nthLargest } from './nth-largest.ts'
import type { ReplicaGroup } from './replica-group.ts'

/** What a voter must never forget, or one epoch could get two leaders. */
export interface ElectionDurable {
  /** The highest epoch promised or seen. */
  promisedEpoch: number
  /** To whom it was promised, or -1. */
  promisedTo: number
}

export interface ElectionOptions {
  readonly group: ReplicaGroup
  readonly random: RandomStream
  /** With fencing a leader needs a majority's promise and its lease; without, silence alone promotes. */
  readonly fencing: boolean
  /** A leader that no majority has confirmed for this long stops taking writes and steps down. */
  readonly leaseNanos: Nanos
  /** How long a voter that heard of a leader promises nothing to others; each replica waits up to twice this itself. */
  readonly electionTimeoutNanos: Nanos
}

/** What follows from a tick or a reply: ask for votes (as a probe, or in earnest), lead, step down, or nothing. */
export type ElectionStep = 'none' | 'probe' | 'campaign' | 'lead' | 'lease-expired' | 'higher-epoch'

/**
 * Who may take writes: a leader for each epoch, promoted by a majority's promise and held by a lease that it renews from
 * a majority. Voters refuse a candidate whose log is older than theirs, and stay loyal to a leader heard of lately.
 * Paper: Ongaro and Ousterhout, "In search of an understandable consensus algorithm" (2014), sections 5.2, 5.4.1; probes
 * and loyalty from Ongaro's thesis (2014), sections 4.2.3 and 9.6; leases: Gray and Cheriton (1989).
 * Compare: promotion by timeout alone (`fencing: false`): a cut link makes two leaders.
 * Cost: O(members) a vote or lease renewal. Invariant: with fencing at most one replica ever leads an epoch, whatever the
 * clocks do; while clocks run at the same speed at most one leader has a lease at any time.
 */
export class LeaderElection {
  readonly #durable: ElectionDurable
  readonly #options: ElectionOptions
  #role: 'leader' | 'candidate' | 'follower' = 'follower'
  #leader = -1
  #fencing: boolean
  /** When a leader was last heard of, or a vote given. */
  #contactAt: Nanos
  #patienceNanos: Nanos
  #notBefore: Nanos = 0
  #probing = true
  #granted: boolean[] = []
  /** By member: when the newest of our messages that it confirmed was sent. */
  readonly #confirmedAt: Nanos[]
  #leaseUntil: Nanos

  /** `elapsed` is monotonic time, not the wall clock. A restarted replica has no lease and waits before it votes. */
  constructor(options: ElectionOptions, durable: ElectionDurable, elapsed: Nanos, leadsAtOnce: boolean) {
    assert(options.leaseNanos > 0, 'a lease lasts a positive time')
    assert(
      options.electionTimeoutNanos > options.leaseNanos,
      'a lease ends before voters turn to someone else',
    )
    this.#options = options
    this.#durable = durable
    this.#fencing = options.fencing
    this.#contactAt = elapsed
    this.#patienceNanos = this.#drawPatience()
    this.#confirmedAt = Array<Nanos>(options.group.size).fill(elapsed)
    this.#leaseUntil = elapsed + options.leaseNanos
    if (!leadsAtOnce) return
    this.#role = 'leader'
    this.#leader = options.group.self
    if (options.group.majority === 1) this.#renewLease() // nobody else could confirm it
  }

  get role(): 'leader' | 'candidate' | 'follower' {
    return this.#role
  }

  /** The epoch that this replica leads, follows, or has promised. */
  get epoch(): number {
    return this.#durable.promisedEpoch
  }

  get leader(): number {
    return this.#leader
  }

  get fencing(): boolean {
    return this.#fencing
  }

  set fencing(fencing: boolean) {
    this.#fencing = fencing
  }

  /** Whether this replica leads and may act on it now. */
  mayLead(elapsed: Nanos): boolean {
    return this.#role === 'leader' && (!this.#fencing || elapsed < this.#leaseUntil)
  }

  /** How long a lease still lasts; 0 without one. */
  leaseLeftNanos(elapsed: Nanos): Nanos {
    return this.#role === 'leader' ? Math.max(0, this.#leaseUntil - elapsed) : 0
  }

  /** To be called often. `suspected`: whether the failure detector has given the leader up. */
  tick(elapsed: Nanos, suspected: boolean): ElectionStep {
    if (this.#role === 'leader') {
      if (this.mayLead(elapsed)) return 'none'
      this.#stepDown(elapsed)
      return 'lease-expired'
    }
    if (elapsed < this.#notBefore || elapsed - this.#contactAt < this.#patienceNanos || !suspected)
      return 'none'
    this.#patienceNanos = this.#drawPatience()
    this.#notBefore = elapsed + this.#patienceNanos
    if (!this.#fencing) {
      this.#promise(this.#durable.promisedEpoch + 1, this.#options.group.self)
      return this.#becomeLeader(elapsed)
    }
    this.#role = 'candidate'
    this.#leader = -1
    this.#startCount(true)
    return this.#options.group.majority === 1 ? this.#campaign(elapsed) : 'probe'
  }

  /**
   * Hears a leader of `epoch`. False: it is of the past, and must be told so. Of two leaders of one epoch (which only
   * happens without fencing) the one with the lower number stays.
   */
  follow(elapsed: Nanos, epoch: number, leader: number): boolean {
    if (epoch < this.epoch) return false
    if (epoch === this.epoch && this.#role === 'leader' && leader > this.#options.group.self) return false
    if (epoch > this.epoch) this.#promise(epoch, leader)
    this.#role = 'follower'
    this.#leader = leader
    this.#contactAt = elapsed
    return true
  }

  /** Hears that an epoch exists. 'higher-epoch' when that ends this replica's leadership. */
  hearEpoch(elapsed: Nanos, epoch: number): ElectionStep {
    if (epoch <= this.epoch) return 'none'
    const led = this.#role === 'leader'
    this.#promise(epoch, -1)
    if (led) this.#stepDown(elapsed)
    this.#role = 'follower'
    this.#leader = -1
    return led ? 'higher-epoch' : 'none'
  }

  /** Decides on a vote. The promise is durable before the reply is sent. `newer`: our log is newer than the candidate's. */
  vote(elapsed: Nanos, from: number, request: VoteRequest, newer: boolean): boolean {
    if (newer || this.#isLoyal(elapsed, from)) return false
    const again = request.epoch === this.epoch && this.#durable.promisedTo === from
    if (request.epoch <= this.epoch && !again) return false
    if (request.probe) {
      // Leave the field to the one who asks: two candidates at once only split the vote.
      this.#notBefore = Math.max(this.#notBefore, elapsed + this.#options.electionTimeoutNanos / 2)
      return true
    }
    this.#promise(request.epoch, from)
    this.#role = 'follower'
    this.#leader = -1
    this.#contactAt = elapsed
    return true
  }

  /** Counts a vote, or a promise of one. */
  countVote(elapsed: Nanos, from: number, reply: VoteReply): ElectionStep {
    if (reply.knownEpoch > this.epoch && !reply.granted) return this.hearEpoch(elapsed, reply.knownEpoch)
    if (this.#role !== 'candidate' || !reply.granted || reply.probe !== this.#probing) return 'none'
    if (reply.epoch !== (reply.probe ? this.epoch + 1 : this.epoch)) return 'none'
    this.#granted[from] = true
    if (!reply.probe) this.#confirmedAt[from] = Math.max(this.#confirmedAt[from], reply.sentAt)
    if (this.#granted.filter(Boolean).length < this.#options.group.majority) return 'none'
    return reply.probe ? this.#campaign(elapsed) : this.#becomeLeader(elapsed)
  }

  /** Renews the lease: `from` confirmed a message that this leader sent at `sentAt`. */
  renew(from: number, sentAt: Nanos): void {
    if (sentAt <= this.#confirmedAt[from]) return
    this.#confirmedAt[from] = sentAt
    this.#renewLease()
  }

  /** When `member` last confirmed a message of this leader: the time it was sent. */
  confirmedAt(member: number): Nanos {
    return this.#confirmedAt[member]
  }

  /** What the view draws. Reads only. */
  inspect(elapsed: Nanos) {
    const { role, epoch, leader, fencing } = this
    return { role, epoch, leader, fencing, leaseLeftNanos: this.leaseLeftNanos(elapsed) } as const
  }

  #isLoyal(elapsed: Nanos, from: number): boolean {
    if (this.#role === 'leader') return this.mayLead(elapsed)
    if (this.#durable.promisedTo === from) return false
    return elapsed - this.#contactAt < this.#options.electionTimeoutNanos
  }

  #promise(epoch: number, to: number): void {
    this.#durable.promisedEpoch = epoch
    this.#durable.promisedTo = to
  }

  #startCount(probing: boolean): void {
    this.#probing = probing
    this.#granted = Array<boolean>(this.#options.group.size).fill(false)
    this.#granted[this.#options.group.self] = true
  }

  #campaign(elapsed: Nanos): ElectionStep {
    this.#promise(this.epoch + 1, this.#options.group.self)
    this.#startCount(false)
    return this.#options.group.majority === 1 ? this.#becomeLeader(elapsed) : 'campaign'
  }

  #becomeLeader(elapsed: Nanos): ElectionStep {
    this.#role = 'leader'
    this.#leader = this.#options.group.self
    this.#contactAt = elapsed
    this.#renewLease()
    return 'lead'
  }

  #stepDown(elapsed: Nanos): void {
    this.#role = 'follower'
    this.#leader = -1
    this.#notBefore = elapsed + this.#drawPatience()
  }

  /** The lease counts from the sending of what a majority, ourselves included, has confirmed. */
  #renewLease(): void {
    const { group, leaseNanos } = this.#options
    const { majority, peers } = group
    const since = majority === 1 ? Infinity : nthLargest(this.#confirmedAt, peers, majority - 1)
    this.#leaseUntil = since + leaseNanos
  }

  #drawPatience(): Nanos {
    const { random, electionTimeoutNanos } = this.#options
    return electionTimeoutNanos + random.below(electionTimeoutNanos)
  }
}
