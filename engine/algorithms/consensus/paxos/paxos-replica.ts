import { assert } from '../../../lib/assert.ts'
import type { Nanos } from '../../../lib/units.ts'
import { RecordOutbox } from '../record-outbox.ts'
import { Acceptor } from './acceptor.ts'
import type { Accepted, Ballot, PaxosMessage, PaxosNotice, PaxosOutput } from './paxos-messages.ts'
import type { PaxosDurable, PaxosOptions } from './paxos-options.ts'
import { Proposals } from './proposals.ts'

const MOST_TAUGHT = 500
const NO_BALLOT: Ballot = -1

/**
 * A log by Paxos: one instance a slot, phase 1 once for all slots to come, phase 2 for each command (multi-Paxos). Every
 * replica proposes, accepts and learns; whoever hears of no leader begins a higher ballot. A group with one slot is the
 * single decree.
 * Paper: Lamport, "The part-time parliament" (1998), "Paxos made simple" (2001). Compare: Raft (same cost; only a member
 * with a complete log can lead, and logs have no gaps). Cost: one round trip and a forced record a command under a steady
 * leader, two more round trips when the leader changes. Invariant: in each slot at most one command is ever chosen. The log is kept whole.
 */
export class PaxosReplica<Command> {
  readonly #options: PaxosOptions
  readonly #quorum: number
  readonly #durable: PaxosDurable<Command>
  readonly #acceptor: Acceptor<Command>
  #proposals: Proposals<Command> | null = null
  /** Settled, but after a gap. */
  readonly #ahead = new Map<number, Command | null>()
  #leader = -1
  #now: Nanos
  /** The latest ballot heard of, promised or not. */
  #highest: Ballot = -1
  #patientUntil: Nanos
  #sentAt: Nanos = -Infinity
  #heartbeatAt: Nanos = -Infinity
  readonly #outbox = new RecordOutbox<PaxosMessage<Command>, PaxosNotice<Command>>()

  static durable<Command>(): PaxosDurable<Command> {
    return { acceptor: Acceptor.durable(), chosen: [] }
  }

  constructor(options: PaxosOptions, durable: PaxosDurable<Command>, now: Nanos) {
    const { members, self, quorum } = options
    assert(self >= 0 && self < members, 'a replica is one of its own group')
    this.#options = options
    this.#quorum = quorum ?? Math.floor(members / 2) + 1
    this.#durable = durable
    this.#acceptor = new Acceptor(options, durable.acceptor)
    this.#now = now
    this.#patientUntil = now + this.#patience()
  }

  get chosen(): number {
    return this.#durable.chosen.length
  }
  get leader(): number {
    return this.#leader
  }
  get leads(): boolean {
    return this.#proposals?.leads === true
  }
  get ballot(): Ballot {
    return this.#acceptor.promised
  }

  campaign(now: Nanos): PaxosOutput<Command> {
    const { members, self, adopts, learnsFirst } = this.#options
    this.#now = now
    const round = Math.floor(Math.max(this.#highest, this.#acceptor.promised) / members) + 1
    this.#proposals = new Proposals({ quorum: this.#quorum, adopts, learnsFirst }, round * members + self)
    this.#leader = -1
    this.#patientUntil = now + this.#patience()
    this.#toAll({ type: 'prepare', ballot: this.#proposals.ballot, slot: this.chosen })
    return this.#outbox.take()
  }

  /** Puts a command into the log; null when this replica does not lead. `slot` says where it will stand if this leader brings it through. */
  propose(now: Nanos, command: Command): { slot: number; output: PaxosOutput<Command> } | null {
    if (!this.leads) return null
    this.#now = now
    const slot = this.#proposals!.nextSlot()
    this.#open(slot, command)
    return { slot, output: this.#outbox.take() }
  }

  receive(now: Nanos, from: number, message: PaxosMessage<Command>): PaxosOutput<Command> {
    this.#now = now
    this.#handle(from, message)
    return this.#outbox.take()
  }

  tick(now: Nanos): PaxosOutput<Command> {
    this.#now = now
    if (this.leads) this.#lead()
    else if (now >= this.#patientUntil) return this.campaign(now)
    return this.#outbox.take()
  }

  inspect() {
    const proposer = this.#proposals?.inspect() ?? null
    const acceptor = this.#acceptor.inspect()
    return {
      leader: this.#leader,
      chosen: this.chosen,
      afterGaps: this.#ahead.size,
      acceptor,
      proposer,
    } as const
  }

  #handle(from: number, message: PaxosMessage<Command>): void {
    switch (message.type) {
      case 'prepare':
        return this.#prepare(from, message.ballot, message.slot)
      case 'promise':
        return this.#promised(from, message.ballot, message.accepted, message.chosen)
      case 'accept':
        return this.#accept(from, message)
      case 'accepted':
        if (message.ballot === this.#proposals?.ballot) this.#accepted(from, message.slot)
        return this.#teach(from, message.chosen)
      case 'rejected':
        return this.#yieldTo(message.ballot)
      case 'heartbeat':
        if (message.ballot < this.#acceptor.promised) return this.#reject(from)
        this.#follow(from, message.ballot)
        if (message.chosen > this.chosen)
          this.#tell(from, { type: 'accepted', ballot: message.ballot, slot: -1, chosen: this.chosen })
        return
      default:
        for (const [i, command] of message.commands.entries()) this.#settle(message.from + i, command)
        if (message.commands.length === MOST_TAUGHT)
          this.#tell(from, { type: 'accepted', ballot: NO_BALLOT, slot: -1, chosen: this.chosen })
        return this.#begin()
    }
  }

  #prepare(from: number, ballot: Ballot, slot: number): void {
    const accepted = this.#acceptor.promise(ballot, slot)
    if (accepted === null) return this.#reject(from)
    this.#yieldTo(ballot)
    this.#patientUntil = this.#now + this.#patience()
    this.#outbox.persist()
    this.#tell(from, { type: 'promise', ballot, accepted, chosen: this.chosen })
    this.#teach(from, slot)
  }

  #promised(from: number, ballot: Ballot, accepted: readonly Accepted<Command>[], chosen: number): void {
    const proposals = this.#proposals
    if (proposals?.ballot !== ballot) return
    this.#teach(from, chosen)
    proposals.promised(from, accepted, chosen)
    this.#begin()
  }

  /** Leads as soon as a quorum has promised and it has learnt what they have settled: they have forgotten what they accepted there. */
  #begin(): void {
    const proposals = this.#proposals
    if (proposals === null || !proposals.begins(this.chosen)) return
    this.#leader = this.#options.self
    this.#outbox.notice({ type: 'leads', ballot: proposals.ballot })
    for (const { slot, command } of proposals.adopt(this.chosen)) this.#open(slot, command)
    this.#lead()
  }

  #open(slot: number, command: Command | null): void {
    const { ballot } = this.#proposals!
    this.#proposals!.open(slot, command)
    this.#sentAt = this.#now
    this.#toAll({ type: 'accept', ballot, slot, command, chosen: this.chosen })
  }

  #accept(from: number, proposal: Accepted<Command>): void {
    const { ballot, slot } = proposal
    if (!this.#acceptor.accept(proposal)) return this.#reject(from)
    this.#follow(from, ballot)
    this.#outbox.persist()
    this.#tell(from, { type: 'accepted', ballot, slot, chosen: this.chosen })
  }

  #accepted(from: number, slot: number): void {
    if (!this.#proposals!.accepted(from, slot)) return
    const command = this.#proposals!.close(slot)
    this.#settle(slot, command)
    this.#toOthers({ type: 'learn', from: slot, commands: [command] })
  }

  #settle(slot: number, command: Command | null): void {
    if (slot < this.chosen) return
    this.#ahead.set(slot, command)
    while (this.#ahead.has(this.chosen)) {
      const at = this.chosen
      const settled = this.#ahead.get(at)!
      this.#ahead.delete(at)
      this.#durable.chosen.push(settled)
      this.#outbox.notice({ type: 'chosen', slot: at, command: settled })
      this.#outbox.persist()
    }
    this.#acceptor.forgetBelow(this.chosen)
  }

  #teach(to: number, has: number): void {
    if (to === this.#options.self || has >= this.chosen) return
    this.#tell(to, { type: 'learn', from: has, commands: this.#durable.chosen.slice(has, has + MOST_TAUGHT) })
  }

  #lead(): void {
    const { members, heartbeatNanos, resendNanos } = this.#options
    const { ballot } = this.#proposals!
    if (this.#now - this.#sentAt >= resendNanos) {
      this.#sentAt = this.#now
      for (const { slot, command, missing } of this.#proposals!.waiting(members))
        for (const to of missing)
          this.#tell(to, { type: 'accept', ballot, slot, command, chosen: this.chosen })
    }
    if (this.#now - this.#heartbeatAt < heartbeatNanos) return
    this.#heartbeatAt = this.#now
    this.#toOthers({ type: 'heartbeat', ballot, chosen: this.chosen })
  }

  #follow(from: number, ballot: Ballot): void {
    this.#yieldTo(ballot)
    if (from === this.#options.self) return
    this.#leader = from
    this.#patientUntil = this.#now + this.#patience()
  }

  /** A higher ballot has begun: whoever proposes in a lower one has nothing more to say. */
  #yieldTo(ballot: Ballot): void {
    this.#highest = Math.max(this.#highest, ballot)
    const proposals = this.#proposals
    if (proposals === null || ballot <= proposals.ballot) return
    if (proposals.leads) this.#outbox.notice({ type: 'stepped-down', ballot: proposals.ballot })
    this.#proposals = null
    this.#leader = -1
    this.#patientUntil = this.#now + this.#patience()
  }

  #patience(): Nanos {
    const { patienceNanos, random } = this.#options
    return patienceNanos === Infinity ? Infinity : patienceNanos + random.below(patienceNanos)
  }

  #tell(to: number, message: PaxosMessage<Command>): void {
    if (to === this.#options.self) this.#handle(to, message)
    else this.#outbox.send(to, message)
  }

  #reject(to: number): void {
    this.#tell(to, { type: 'rejected', ballot: this.#acceptor.promised })
  }

  #toOthers(message: PaxosMessage<Command>): void {
    for (let to = 0; to < this.#options.members; to++) if (to !== this.#options.self) this.#tell(to, message)
  }

  #toAll(message: PaxosMessage<Command>): void {
    this.#toOthers(message)
    this.#handle(this.#options.self, message)
  }
}
