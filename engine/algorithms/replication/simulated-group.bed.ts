import { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import { MICROSECOND, MILLISECOND } from '../../lib/units.ts'
import { EventHeap } from './event-heap.bed.ts'
import type { Answer, Notice, Operation, Outgoing, Output, Query, Replica } from './replica.ts'

export interface SimulatedGroupOptions<Message> {
  readonly size: number
  readonly seed: number
  /** Starts (or, after a crash, restarts) a replica; the caller keeps what is durable. */
  readonly start: (self: number, now: Nanos, wallClock: () => Nanos) => Replica<Message>
  readonly oneWayNanos: (from: number, to: number) => Nanos
  readonly tickNanos: Nanos
}

/** An answer or notice, and when and where it came. */
export type Recorded<T> = T & { readonly member: number; readonly at: Nanos }

/**
 * A small world for the tests of replicas: delivers their messages with delay, loss, duplication, reordering and cut
 * links, crashes and restarts them, lets their clocks be wrong, and writes down everything they answer. Not for the
 * playground, which has its own kernel and network. Every run follows from its seed.
 */
export class SimulatedGroup<Message> {
  readonly #options: SimulatedGroupOptions<Message>
  readonly #random: RandomStream
  readonly #events = new EventHeap()
  readonly #incarnation: number[]
  readonly #replicas: (Replica<Message> | null)[]
  #requests = 0
  /** Chance that a message is lost, and that it comes twice. */
  loss = 0
  duplication = 0
  /** Up to this much is added to each message's delay, each its own: more than a gap between messages reorders. */
  jitterNanos: Nanos = 0
  /** Added to a replica's wall clock. */
  readonly skewNanos: Nanos[]
  /** cut[from][to] */
  readonly cut: boolean[][]
  readonly answers: Recorded<Answer>[] = []
  readonly notices: Recorded<Notice>[] = []
  sentMessages = 0
  sentBytes = 0

  constructor(options: SimulatedGroupOptions<Message>) {
    this.#options = options
    this.#random = new RandomStream(options.seed, 'simulated group')
    const all = Array.from({ length: options.size }, (_, member) => member)
    this.#incarnation = all.map(() => 0)
    this.#replicas = all.map(() => null)
    this.skewNanos = all.map(() => 0)
    this.cut = all.map(() => all.map(() => false))
    for (const member of all) this.restart(member)
  }

  get now(): Nanos {
    return this.#events.now
  }

  /** The replica, unless it is down. */
  replica(member: number): Replica<Message> | null {
    return this.#replicas[member]
  }

  get running(): number[] {
    return this.#replicas.flatMap((replica, member) => (replica ? [member] : []))
  }

  /** What the member's wall clock shows. */
  clock(member: number): Nanos {
    return Math.max(0, this.now + this.skewNanos[member])
  }

  crash(member: number): void {
    this.#replicas[member] = null
    this.#incarnation[member] += 1
  }

  restart(member: number): void {
    this.crash(member)
    this.#replicas[member] = this.#options.start(member, this.now, () => this.clock(member))
    this.#scheduleTick(member, this.#incarnation[member], this.#random.below(this.#options.tickNanos))
  }

  /** Cuts, or heals, all links between two sides, in both directions or only from the first to the second. */
  setCut(from: readonly number[], to: readonly number[], cut: boolean, oneWay = false): void {
    for (const a of from) {
      for (const b of to) {
        if (a === b) continue
        this.cut[a][b] = cut
        if (!oneWay) this.cut[b][a] = cut
      }
    }
  }

  /** Ends all faults of the network, of clocks, and of processes. */
  heal(): void {
    for (const row of this.cut) row.fill(false)
    this.skewNanos.fill(0)
    this.loss = 0
    this.duplication = 0
    this.jitterNanos = 0
    for (const [member, replica] of this.#replicas.entries()) if (!replica) this.restart(member)
  }

  /** Gives the request id, or -1 when the replica is down. */
  propose(member: number, operation: Operation): number {
    const replica = this.#replicas[member]
    if (!replica) return -1
    this.#requests += 1
    this.#perform(member, replica.propose(this.now, this.#requests, operation))
    return this.#requests
  }

  read(member: number, query: Query): number {
    const replica = this.#replicas[member]
    if (!replica) return -1
    this.#requests += 1
    this.#perform(member, replica.read(this.now, this.#requests, query))
    return this.#requests
  }

  answerTo(requestId: number): Recorded<Answer> | undefined {
    return this.answers.find((answer) => answer.requestId === requestId)
  }

  /** Does something at a time to come. */
  at(at: Nanos, run: () => void): void {
    this.#schedule(at - this.now, run)
  }

  runUntil(until: Nanos): void {
    this.#events.runUntil(until)
  }

  #scheduleTick(member: number, incarnation: number, delayNanos: Nanos): void {
    this.#schedule(delayNanos, () => {
      const replica = this.#replicas[member]
      if (!replica || this.#incarnation[member] !== incarnation) return
      this.#perform(member, replica.tick(this.now))
      this.#scheduleTick(member, incarnation, this.#options.tickNanos)
    })
  }

  /** Does what a call asked for, in the order that its contract demands: persist, then send, then answer. */
  #perform(member: number, output: Output<Message>): void {
    for (const notice of output.notices) this.notices.push({ ...notice, member, at: this.now })
    if (output.send.length + output.answers.length === 0) return
    const incarnation = this.#incarnation[member]
    this.#schedule(output.persistBytes > 0 ? 200 * MICROSECOND : 0, () => {
      if (this.#incarnation[member] !== incarnation) return // it died before the disk was done
      for (const outgoing of output.send) this.#send(member, outgoing)
      for (const answer of output.answers) this.answers.push({ ...answer, member, at: this.now })
    })
  }

  #send(from: number, { to, message, sizeBytes }: Outgoing<Message>): void {
    this.sentMessages += 1
    this.sentBytes += sizeBytes
    if (this.cut[from][to] || this.#random.chance(this.loss)) return
    const copies = this.#random.chance(this.duplication) ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      const jitter = this.jitterNanos > 0 ? this.#random.below(this.jitterNanos) : 0
      this.#schedule(this.#options.oneWayNanos(from, to) + jitter, () => {
        const replica = this.#replicas[to]
        if (replica && !this.cut[from][to]) this.#perform(to, replica.receive(this.now, from, message))
      })
    }
  }

  #schedule(delayNanos: Nanos, run: () => void): void {
    this.#events.at(this.now + delayNanos, run)
  }
}

/** Delay between members of one region, and between regions, for tests that need no map. */
export function twoLevelDelay(regionOf: readonly number[], acrossNanos = 40 * MILLISECOND) {
  return (from: number, to: number): Nanos =>
    regionOf[from] === regionOf[to] ? MILLISECOND / 2 : acrossNanos
}
