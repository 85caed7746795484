import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { HybridLogicalClock } from '../clock/hybrid-logical-clock.ts'
import { PhiAccrual } from '../membership/phi-accrual.ts'
import { LeaderElection, type ElectionStep } from './leader-election.ts'
import { LogFollower } from './log-follower.ts'
import { LogLeader } from './log-leader.ts'
import type { LogShippingDurable } from './log-shipping-durable.ts'
import type {
  AppendMessage,
  AppendReply,
  LogShippingMessage,
  SnapshotMessage,
  VoteRequest,
} from './log-shipping-messages.ts'
import type { LogShippingOptions, LogShippingSwitches } from './log-shipping-options.ts'
import { Outbox } from './outbox.ts'
import type {
  Key,
  Leadership,
  LinkLag,
  Operation,
  Output,
  Query,
  Reading,
  Replica,
  Value,
} from './replica.ts'
import { ShippedLog } from './shipped-log.ts'

/**
 * Replication by shipping the log of one leader, with automatic failover. What a write waits for is a switch: nothing
 * (async), one replica in each of k other regions (semi-sync), or a majority of the replicas of every region (sync).
 * Paper: Ongaro and Ousterhout (2014) for log matching and election; what is acknowledged departs from it as the mode
 * says. Compare: multi-leader (every region writes, conflicts), quorum (no leader), `fencing: false` (two leaders).
 * Cost: one message a follower and write, and a reply. Invariant: with fencing one leader an epoch; in sync mode every
 * later leader holds every acknowledged write; all replicas' logs become equal once links heal.
 */
export class LogShipping implements Replica<LogShippingMessage> {
  readonly mode = 'log-shipping'
  readonly #options: LogShippingOptions
  readonly #durable: LogShippingDurable
  readonly #log: ShippedLog
  readonly #election: LeaderElection
  readonly #follower: LogFollower
  readonly #clock: HybridLogicalClock
  readonly #outbox = new Outbox<LogShippingMessage>()
  #switches: LogShippingSwitches
  readonly #detector: PhiAccrual | null
  #leading: LogLeader | null = null

  constructor(options: LogShippingOptions, durable: LogShippingDurable, now: Nanos) {
    assert(options.heartbeatNanos < options.leaseNanos, 'heartbeats come more often than leases end')
    this.#options = options
    this.#durable = durable
    this.#switches = options
    this.#clock = new HybridLogicalClock({ maxDriftNanos: Infinity }, durable.clock) // the log's order decides, not clocks
    this.#log = new ShippedLog(durable.log)
    const { entryBytes, retainEntries, wallClock } = options
    this.#follower = new LogFollower({
      log: this.#log,
      acknowledged: durable.acknowledged,
      clock: this.#clock,
      outbox: this.#outbox,
      wallClock,
      entryBytes,
      retainEntries,
    })
    const leadsAtOnce = !durable.started && options.firstLeader === options.group.self
    durable.started = true
    this.#detector = options.phi ? new PhiAccrual(options.phi, now) : null
    this.#election = new LeaderElection(options, durable.election, now, leadsAtOnce)
    if (leadsAtOnce) this.#lead(now)
  }

  /** Changes switches mid-run. A weaker acknowledgement may at once acknowledge what was waiting. */
  configure(switches: LogShippingSwitches): void {
    this.#switches = switches
    this.#election.fencing = switches.fencing
  }

  tick(now: Nanos): Output<LogShippingMessage> {
    const suspected = this.#detector?.suspects(now) ?? true
    this.#decide(now, this.#election.tick(now, suspected && this.#switches.stands !== false))
    if (this.#leading) {
      this.#acknowledge()
      this.#leading.tick(now, this.#outbox)
      this.#log.compact(this.#leading.heldByAll, this.#options.retainEntries)
    }
    return this.#outbox.take()
  }

  receive(now: Nanos, from: number, message: LogShippingMessage): Output<LogShippingMessage> {
    if (message.type === 'append') this.#fromLeader(now, from, message)
    else if (message.type === 'snapshot') this.#fromLeader(now, from, message)
    else if (message.type === 'append-reply') this.#fromFollower(now, from, message)
    else if (message.type === 'vote-request') this.#fromCandidate(now, from, message)
    else this.#decide(now, this.#election.countVote(now, from, message))
    if (this.#leading && this.#election.role !== 'leader') this.#stopLeading('higher-epoch')
    return this.#outbox.take()
  }

  propose(now: Nanos, requestId: number, operation: Operation): Output<LogShippingMessage> {
    const reaches = this.#leading?.reaches(now, this.#switches.acknowledgement) ?? false
    if (operation.type !== 'write') this.#outbox.refuse(requestId, 'unsupported', true)
    else if (this.#leading === null) this.#outbox.refuse(requestId, 'not-leader', true, this.#election.leader)
    else if (!this.#election.mayLead(now)) this.#outbox.refuse(requestId, 'lease-expired', true)
    else if (!reaches) this.#outbox.refuse(requestId, 'region-unreachable', true)
    else if (this.#leading.isFull) this.#outbox.refuse(requestId, 'overloaded', true)
    else {
      this.#append(operation.key, operation.value)
      this.#leading.proposed(now, requestId, this.#outbox)
      this.#acknowledge()
    }
    return this.#outbox.take()
  }

  /** Reads what is readable here; at level 'leader' only as leader, and then nothing acknowledged is missing. */
  read(now: Nanos, requestId: number, query: Query): Output<LogShippingMessage> {
    const newest = this.#leading?.isCaughtUp === true && this.#election.mayLead(now)
    if (newest || query.level !== 'leader') {
      const stored = this.#log.read(query.key)
      this.#outbox.accept(requestId, stored?.value ?? null, stored?.stamp ?? null)
    } else {
      const reason = this.#leading ? 'lease-expired' : 'not-leader'
      this.#outbox.refuse(requestId, reason, true, this.#election.leader)
    }
    return this.#outbox.take()
  }

  /** Everything readable here, by key, for hosts that look at many rows at once. Not to be changed. */
  get values(): ShippedLog['values'] {
    return this.#log.values
  }
  get commitIndex(): number {
    return this.#log.commitIndex
  }

  /** The epoch in which it leads and holds all that was ever acknowledged; 0 while it does not, or somebody else could. */
  servingEpoch(now: Nanos): number {
    const serves = this.#leading?.isCaughtUp === true && this.#election.mayLead(now)
    return serves ? this.#election.epoch : 0
  }

  leadership(now: Nanos): Leadership {
    const { role, epoch, leader } = this.#election
    const reaches = this.#leading?.reaches(now, this.#switches.acknowledgement) ?? false
    const writable = reaches && this.#election.mayLead(now)
    return { role, epoch, writable, leader }
  }

  lag(): LinkLag[] {
    return this.#leading?.lag(this.#options.wallClock()) ?? []
  }

  contents(): [string, Reading][] {
    return this.#log.contents().map(([key, stored]) => [String(key), stored.value])
  }

  /** Whether this replica's log holds the write that stands at `index` in `epoch`. */
  holds(epoch: number, index: number): boolean {
    return this.#log.epochAt(index) === epoch
  }

  inspect(now: Nanos) {
    return {
      view: 'log-shipping',
      member: this.#options.group.members[this.#options.group.self].name,
      acknowledgement: this.#switches.acknowledgement,
      election: this.#election.inspect(now),
      log: this.#log.inspect(),
      leading: this.#leading?.inspect() ?? null,
    } as const
  }

  #fromLeader(now: Nanos, from: number, message: AppendMessage | SnapshotMessage): void {
    const known = this.#election.epoch
    if (!this.#election.follow(now, message.epoch, from))
      return this.#follower.refuse(from, this.#election.epoch, message.sentAt)
    if (message.epoch > known) this.#outbox.persist(PROMISE_BYTES)
    this.#heartbeat(now)
    if (message.type === 'append') this.#follower.append(from, message)
    else this.#follower.install(from, message)
  }

  #fromFollower(now: Nanos, from: number, reply: AppendReply): void {
    this.#decide(now, this.#election.hearEpoch(now, reply.epoch))
    if (this.#leading === null || !reply.accepted || reply.epoch !== this.#election.epoch) return
    this.#election.renew(from, reply.sentAt)
    this.#leading.replied(now, from, reply, this.#outbox)
    this.#acknowledge()
  }

  #fromCandidate(now: Nanos, from: number, request: VoteRequest): void {
    const { epoch, probe, lastEpoch, lastIndex, sentAt } = request
    const granted = this.#election.vote(now, from, request, this.#log.isNewerThan(lastEpoch, lastIndex))
    if (granted && !probe) this.#outbox.persist(PROMISE_BYTES)
    const knownEpoch = this.#election.epoch
    this.#outbox.send(from, { type: 'vote-reply', epoch, probe, granted, knownEpoch, sentAt })
  }

  /** Does what the election asks for. */
  #decide(now: Nanos, step: ElectionStep): void {
    if (step === 'lead') this.#lead(now)
    else if (step === 'probe' || step === 'campaign') this.#askForVotes(now, step === 'probe')
    else if (step !== 'none') this.#stopLeading(step)
  }

  #askForVotes(now: Nanos, probe: boolean): void {
    const epoch = this.#election.epoch + (probe ? 1 : 0)
    const { lastEpoch, lastIndex } = this.#log
    if (!probe) this.#outbox.persist(PROMISE_BYTES)
    for (const peer of this.#options.group.peers) {
      this.#outbox.send(peer, { type: 'vote-request', epoch, probe, lastEpoch, lastIndex, sentAt: now })
    }
  }

  #lead(now: Nanos): void {
    const { epoch } = this.#election
    const { lastIndex } = this.#log
    this.#append(null, null)
    this.#leading = new LogLeader(this.#options, this.#log, epoch, now)
    this.#outbox.notice({ type: 'became-leader', epoch, lastIndex })
  }

  #stopLeading(cause: 'lease-expired' | 'higher-epoch'): void {
    if (this.#leading === null) return
    this.#leading.abandon(this.#outbox, this.#election.leader)
    this.#outbox.notice({ type: 'stepped-down', epoch: this.#leading.epoch, cause })
    this.#leading = null
  }

  #append(key: Key | null, value: Value): void {
    const stamp = this.#clock.stamp(this.#options.wallClock())
    this.#log.append({ index: this.#log.lastIndex + 1, epoch: this.#election.epoch, key, value, stamp })
    this.#outbox.persist(this.#options.entryBytes)
  }

  #acknowledge(): void {
    if (this.#leading === null) return
    const index = this.#leading.acknowledge(this.#switches.acknowledgement, this.#outbox)
    this.#durable.acknowledged.epoch = this.#leading.epoch
    this.#durable.acknowledged.index = index
  }

  /** Messages that carry writes come as often as there are writes: only a regular sample says how regular they are. */
  #heartbeat(now: Nanos): void {
    const silentNanos = this.#detector?.silentNanos(now) ?? 0
    if (silentNanos * 2 >= this.#options.heartbeatNanos) this.#detector?.heartbeat(now)
  }
}

const PROMISE_BYTES = 16 // an epoch and a member's number
