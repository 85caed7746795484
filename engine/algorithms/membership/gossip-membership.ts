import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import { MILLISECOND, type Nanos } from '../../lib/units.ts'
import { PhiAccrual } from './phi-accrual.ts'

/**
 * Whether a member owns a part of the ring, is on its way in, on its way out, or outside. Who arrives is read already, who departs is no
 * longer, and both while not everybody may have heard of it. Only the member itself changes it.
 */
export type MemberStatus = 'joining' | 'arriving' | 'normal' | 'leaving' | 'departing' | 'outside'

/** What is known of a member. The larger generation, then the larger version, is the newer knowledge. */
export interface MemberState {
  readonly member: number
  /** Counts its lives. */
  readonly generation: number
  /** Counts its heartbeats within a life. */
  readonly version: number
  readonly status: MemberStatus
}

export type GossipMessage =
  /** What the sender knows, in short: member, generation, version. */
  | { readonly type: 'digests'; readonly digests: readonly (readonly [number, number, number])[] }
  /** What the receiver did not know yet, and of whom the sender wants to know more. */
  | { readonly type: 'states'; readonly states: readonly MemberState[]; readonly wanted: readonly number[] }

export interface GossipOptions {
  readonly self: number
  /** Members are numbered from 0; all of them may be talked to from the start. */
  readonly size: number
  readonly random: RandomStream
  /** One other member is talked to this often. */
  readonly intervalNanos: Nanos
  /** A member is suspected when phi is above this. */
  readonly threshold: number
}

/** What of it survives a crash. Changed in place. */
export interface MembershipDurable {
  generation: number
  status: MemberStatus
  /** By member: what was known of it last, to begin with after a restart. */
  readonly known: MemberStatus[]
  /** False on the disk that follows a lost one: `status` and `known` are guesses until somebody has told what they are. */
  introduced: boolean
}

const WINDOW = 40
/** Who has asked so many intervals in vain what it was is taken at its guess: there may be nobody left who knows. */
const ASKS_FOR_INTERVALS = 25
const JUDGED_EVERY: Nanos = 10 * MILLISECOND
const DIGEST_BYTES = 16
const STATE_BYTES = 20

/**
 * Who belongs to the group and who is alive, by rumour: everybody counts heartbeats of its own, and now and then two members
 * tell each other whatever one knows better. Suspicion is local, by how regularly a member's heartbeats have been coming.
 * Paper: van Renesse, Dumitriu, Gough and Thomas, "Efficient reconciliation and flow control for anti-entropy protocols" (2008),
 * as in Cassandra; DeCandia et al., "Dynamo" (2007), section 4.8. Compare: heartbeats from everybody to everybody (more
 * messages, no way around a cut link), SWIM (probes instead of rumours), a coordinator (must be agreed on first).
 * A member that has lost its disk first asks what it was, as Cassandra does in its shadow round, and says nothing of itself before:
 * who was on its way in begins anew.
 * Cost: three messages a member and interval; news reaches all in O(log n) intervals.
 * Invariant: knowledge of a member never goes back to an older generation or version.
 */
export class GossipMembership {
  readonly #options: GossipOptions
  readonly #durable: MembershipDurable
  readonly #states = new Map<number, MemberState>()
  readonly #detectors: PhiAccrual[]
  #version = 0
  readonly #bornAt: Nanos
  #gossipedAt: Nanos = -Infinity
  #revision = 0
  readonly #alive: Uint8Array
  #judgedAt: Nanos = -Infinity

  /** `elapsed` never runs back; `clock` is the wall clock, by which a member that lost its disk still begins a newer life. */
  constructor(options: GossipOptions, durable: MembershipDurable, elapsed: Nanos, clock: Nanos) {
    assert(options.self >= 0 && options.self < options.size, 'a member is one of its own group')
    this.#options = options
    this.#durable = durable
    this.#bornAt = elapsed
    durable.known.splice(options.size) // the group may have become smaller since
    durable.generation = Math.max(durable.generation + 1, Math.floor(clock / MILLISECOND))
    this.#alive = new Uint8Array(options.size).fill(1)
    this.#detectors = Array.from({ length: options.size }, () => this.#newDetector(elapsed))
    for (const [member, status] of durable.known.entries())
      this.#states.set(member, { member, generation: 0, version: 0, status })
    if (durable.introduced) this.#beat()
  }

  /** Whether it knows what it is itself, and so may speak and act. */
  get introduced(): boolean {
    return this.#durable.introduced
  }

  /** Changes whenever the status of any member does. */
  get revision(): number {
    return this.#revision
  }

  statusOf(member: number): MemberStatus | null {
    return this.#states.get(member)?.status ?? null
  }

  /** What is known of all members. */
  statuses(): (MemberStatus | null)[] {
    return Array.from({ length: this.#options.size }, (_, member) => this.statusOf(member))
  }

  /** Begins to tell others of a new status of this member. */
  announce(status: MemberStatus): void {
    this.#durable.status = status
    this.#beat()
  }

  isAlive(elapsed: Nanos, member: number): boolean {
    if (member === this.#options.self) return true
    if (elapsed !== this.#judgedAt) this.#judge(elapsed)
    return this.#alive[member] === 1
  }

  /** How strongly a member is suspected. */
  phi(elapsed: Nanos, member: number): number {
    return member === this.#options.self ? 0 : this.#detectors[member].phi(elapsed)
  }

  /** Whom to talk to now, if it is time; the message is `opening()`. */
  tick(elapsed: Nanos): number | null {
    const { intervalNanos, random, size, self } = this.#options
    if (elapsed - this.#gossipedAt < intervalNanos || size < 2) return null
    this.#gossipedAt = elapsed
    if (elapsed - this.#bornAt >= ASKS_FOR_INTERVALS * intervalNanos) this.#durable.introduced = true
    if (this.introduced) this.#beat()
    return (self + 1 + random.below(size - 1)) % size
  }

  opening(): GossipMessage {
    const digests = [...this.#states.values()].map(
      ({ member, generation, version }) => [member, generation, version] as const,
    )
    return { type: 'digests', digests }
  }

  /** Takes news in; gives what to send back, if anything. */
  receive(elapsed: Nanos, message: GossipMessage): GossipMessage | null {
    if (message.type === 'states') {
      if (!this.introduced) this.#introduce(message.states)
      for (const state of message.states) this.#learn(elapsed, state)
      if (message.wanted.length === 0) return null
      const states = message.wanted.flatMap((member) => this.#states.get(member) ?? [])
      return { type: 'states', states, wanted: [] }
    }
    const theirs = new Map(message.digests.map((digest) => [digest[0], digest]))
    const states = [...this.#states.values()].filter((state) => isNewer(state, theirs.get(state.member)))
    const wanted = message.digests.filter((digest) => this.#lacks(digest)).map(([member]) => member)
    return states.length + wanted.length === 0 ? null : { type: 'states', states, wanted }
  }

  /** What the view draws. Reads only. */
  inspect(elapsed: Nanos) {
    return [...this.#states.values()].map(({ member, generation, version, status }) => ({
      member,
      generation,
      version,
      status,
      alive: this.isAlive(elapsed, member),
      phi: this.phi(elapsed, member),
    }))
  }

  /** Whether what is told of a member is newer than what is known. */
  protected isNews(state: MemberState, known: MemberState): boolean {
    return isNewer(state, [known.member, known.generation, known.version])
  }

  /** Suspicion takes logarithms: it is worked out every few milliseconds, not for every question. */
  #judge(elapsed: Nanos): void {
    if (elapsed < this.#judgedAt + JUDGED_EVERY) return
    this.#judgedAt = elapsed
    for (const [member, detector] of this.#detectors.entries())
      this.#alive[member] = detector.suspects(elapsed) ? 0 : 1
  }

  /** Takes up the life that others know of. */
  #introduce(states: readonly MemberState[]): void {
    const own = states.find(({ member }) => member === this.#options.self)
    if (own === undefined) return
    this.#durable.introduced = true
    this.#durable.generation = Math.max(this.#durable.generation, own.generation + 1)
    this.announce(own.status === 'arriving' ? 'joining' : own.status)
  }

  #beat(): void {
    const { self: member } = this.#options
    this.#version += 1
    const { generation, status } = this.#durable
    const before = this.#states.get(member)
    this.#states.set(member, { member, generation, version: this.#version, status })
    this.#durable.known[member] = status
    if (before?.status !== status) this.#revision += 1
  }

  #learn(elapsed: Nanos, state: MemberState): void {
    const { member, status } = state
    const known = this.#states.get(member)
    if (member === this.#options.self || (known !== undefined && !this.isNews(state, known))) return
    this.#states.set(member, state)
    if (known?.status !== status) this.#revision += 1
    this.#durable.known[member] = status
    // A long silence is no measure of how regular the next heartbeats will be.
    this.#alive[member] = 1
    if (this.#detectors[member].suspects(elapsed)) this.#detectors[member] = this.#newDetector(elapsed)
    else this.#detectors[member].heartbeat(elapsed)
  }

  #lacks([member, generation, version]: readonly [number, number, number]): boolean {
    if (member === this.#options.self && this.introduced) return false
    const known = this.#states.get(member)
    return known === undefined || isNewer({ generation, version }, [member, known.generation, known.version])
  }

  #newDetector(elapsed: Nanos): PhiAccrual {
    const { intervalNanos, threshold } = this.#options
    const options = {
      threshold,
      windowSize: WINDOW,
      expectedIntervalNanos: 2 * intervalNanos,
      leastDeviationNanos: Math.ceil(intervalNanos / 2),
    }
    return new PhiAccrual(options, elapsed)
  }
}

type Versioned = Pick<MemberState, 'generation' | 'version'>

function isNewer(state: Versioned, known: readonly [number, number, number] | undefined): boolean {
  if (known === undefined) return true
  const [, generation, version] = known
  return state.generation > generation || (state.generation === generation && state.version > version)
}

/** What a message of gossip weighs on the wire. */
export function gossipBytes(message: GossipMessage): number {
  if (message.type === 'digests') return message.digests.length * DIGEST_BYTES
  return message.states.length * STATE_BYTES + message.wanted.length * 4
}
