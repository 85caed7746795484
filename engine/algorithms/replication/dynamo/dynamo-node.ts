import { assert } from '../../../lib/assert.ts'
import type { Nanos } from '../../../lib/units.ts'
import { SECOND } from '../../../lib/units.ts'
import { HybridLogicalClock, type HybridTimestamp } from '../../clock/hybrid-logical-clock.ts'
import { latestOf, NO_SIBLINGS, type SiblingSet } from '../../clock/sibling-set.ts'
import { GossipMembership } from '../../membership/gossip-membership.ts'
import type { LsmTree } from '../../storage/lsm-tree.ts'
import { HintStore } from '../hint-store.ts'
import { HintDelivery } from './hint-delivery.ts'
import { UNREACHABLE, type SeenContext, type StoreFailure, type StoreMessage, type Wish } from './messages.ts'
import { ReadCoordinator } from './read-coordinator.ts'
import { ReplicaStore } from './replica-store.ts'
import { RingMover } from './ring-mover.ts'
import { RingView } from './ring-view.ts'
import type { StoreDurable, StoreOptions } from './store-options.ts'
import { StoreOutbox, type StoreOutput } from './store-outbox.ts'
import { SET_HINTS, type StoreParts } from './store-parts.ts'
import { StoreTally } from './store-tally.ts'
import { TreeExchange } from './tree-exchange.ts'
import { WriteCoordinator } from './write-coordinator.ts'
import { WriteForwarder } from './write-forwarder.ts'

const TAGS_A_LIFE = 4_294_967_296
const FORGET_EVERY: Nanos = SECOND / 2

/**
 * One node of a ring of equals: owns shares of the keys, coordinates the requests that clients bring it, stands in for others, and
 * makes replicas equal again. A pure machine over an engine of its own; the host does what its outputs ask for.
 * Paper: DeCandia et al., "Dynamo: Amazon's highly available key-value store" (SOSP 2007). Compare: log shipping from a leader.
 * Cost: about N messages and answers a request, three messages of gossip an interval, one root a round of anti-entropy.
 * Invariant: a write that was acknowledged is on W disks, and is replaced only by one whose writer had seen it; nodes that can
 * reach each other, and take no writes, end up with equal trees.
 */
export class DynamoNode {
  readonly lsm: LsmTree<SiblingSet>
  readonly store: ReplicaStore
  readonly #parts: StoreParts
  readonly #clock: HybridLogicalClock
  readonly #writes: WriteCoordinator
  readonly #forwarder: WriteForwarder
  readonly #reads: ReadCoordinator
  readonly #delivery: HintDelivery
  readonly #trees: TreeExchange
  readonly #mover: RingMover
  #forgotAt: Nanos

  constructor(options: StoreOptions, durable: StoreDurable, lsm: LsmTree<SiblingSet>, elapsed: Nanos) {
    assert(options.readQuorum >= 1 && options.writeQuorum >= 1, 'a quorum has at least one member')
    durable.incarnation += 1
    const { self, size, random, gossipNanos: intervalNanos, phiThreshold: threshold } = options
    const gossip = { self, size, random, intervalNanos, threshold }
    this.lsm = lsm
    this.#clock = new HybridLogicalClock({ maxDriftNanos: Infinity }, durable.clock)
    this.#parts = {
      options,
      durable,
      lsm,
      outbox: new StoreOutbox(),
      tally: new StoreTally(),
      hints: new HintStore({ limit: options.hintLimit, kind: SET_HINTS }, durable.hints),
      membership: this.makeMembership(gossip, durable, elapsed, options.wallClock()),
      ring: new RingView([], options),
      nextTag: durable.incarnation * TAGS_A_LIFE,
    }
    this.#parts.ring = new RingView(this.#parts.membership.statuses(), options)
    this.store = this.makeStore(this.#parts)
    this.#writes = new WriteCoordinator(this.#parts, this.store, this.#clock)
    this.#forwarder = new WriteForwarder(this.#parts)
    this.#reads = this.makeReads(this.#parts)
    this.#delivery = this.makeDelivery(this.#parts)
    this.#trees = new TreeExchange(this.#parts, this.store, elapsed)
    this.#mover = new RingMover(this.#parts, this.store, this.#trees, elapsed)
    this.#forgotAt = elapsed
  }

  get tally(): Readonly<StoreTally> {
    return this.#parts.tally
  }

  get ring(): RingView {
    return this.#parts.ring
  }

  /** Writes kept for members that are away. */
  get hintsPending(): number {
    return [...this.#parts.hints.members()].reduce((sum, member) => sum + this.#parts.hints.count(member), 0)
  }

  /** How many others are taken for dead. */
  suspects(elapsed: Nanos): number {
    const { membership, ring } = this.#parts
    return ring.members.filter((member) => !membership.isAlive(elapsed, member)).length
  }

  /** A client's write, or deletion when the value is null. To behave like one copy, it is stamped later than all that a quorum holds. */
  put(elapsed: Nanos, requestId: number, key: number, value: string | null, seen: SeenContext): StoreOutput {
    const { options, outbox } = this.#parts
    const write = (held: SiblingSet | StoreFailure) => {
      if (typeof held !== 'string')
        this.#write(elapsed, requestId, { key, value, seen, stamp: this.#stamp() })
      else outbox.answer({ requestId, type: 'put', result: UNREACHABLE })
    }
    if (options.writeBack && options.stamps === 'hybrid') this.#reads.latest(elapsed, key, write)
    else write(NO_SIBLINGS)
    return outbox.take()
  }

  /** A client's read. */
  get(elapsed: Nanos, requestId: number, key: number): StoreOutput {
    this.#reads.get(elapsed, requestId, key)
    return this.#parts.outbox.take()
  }

  /** To be called every few milliseconds: gossip, timeouts, repairs. */
  tick(elapsed: Nanos): StoreOutput {
    this.#mover.tick(elapsed)
    this.#writes.tick(elapsed)
    this.#forwarder.tick(elapsed)
    this.#reads.tick(elapsed)
    this.#delivery.tick(elapsed)
    this.#trees.tick(elapsed)
    if (elapsed - this.#forgotAt >= FORGET_EVERY) {
      this.#forgotAt = elapsed
      this.store.forgetTombstones(this.#wall)
    }
    return this.#parts.outbox.take()
  }

  receive(elapsed: Nanos, from: number, message: StoreMessage): StoreOutput {
    // Who does not know yet what it was takes what it is sent, and says nothing of what it has not.
    if (!this.#parts.membership.introduced && message.type !== 'gossip' && message.type !== 'store')
      return this.#parts.outbox.take()
    switch (message.type) {
      case 'put':
        this.#writes.coordinate({ elapsed, now: this.#wall }, { from, tag: message.tag }, message)
        break
      case 'put-done':
        this.#forwarder.done(message.tag, message.result)
        break
      case 'store':
        this.#observe(message.set)
        this.#writes.keep(this.#wall, from, message)
        break
      case 'stored':
        this.#writes.stored(from, message.tag)
        this.#reads.stored(from, message.tag, message.hash)
        break
      case 'fetch':
        this.#fetch(from, message)
        break
      case 'fetched':
        this.#observe(message.set)
        this.#reads.fetched(from, message.tag, message.set, message.refilling)
        break
      default:
        this.#repair(elapsed, from, message)
    }
    return this.#parts.outbox.take()
  }

  /** Begins to join the ring, or to leave it; it is done when all who share keys with it are equal to it. */
  moveTo(elapsed: Nanos, inRing: boolean): void {
    this.#mover.moveTo(elapsed, inRing)
  }

  /** What is held of a key here, for checks and pictures. Reads nothing from disk. */
  peek(key: number): SiblingSet | null {
    return this.lsm.peek(key)
  }

  /** What the view draws. Reads only. */
  inspect(elapsed: Nanos) {
    const { membership, hints, ring, options, durable } = this.#parts
    return {
      status: durable.membership.status,
      keys: this.store.keys,
      ring: ring.inspect(),
      members: membership.inspect(elapsed),
      hints: [...hints.members()].map((member) => ({ member, count: hints.count(member) })),
      pendingWrites: this.#writes.pending,
      pendingReads: this.#reads.pending,
      roots: Array.from({ length: options.size }, (_, member) => this.store.treeWith(member).root),
    } as const
  }

  protected makeMembership(
    gossip: ConstructorParameters<typeof GossipMembership>[0],
    { membership }: StoreDurable,
    elapsed: Nanos,
    clock: Nanos,
  ): GossipMembership {
    return new GossipMembership(gossip, membership, elapsed, clock)
  }

  protected makeStore(parts: StoreParts): ReplicaStore {
    return new ReplicaStore(parts)
  }

  protected makeReads(parts: StoreParts): ReadCoordinator {
    return new ReadCoordinator(parts)
  }

  protected makeDelivery(parts: StoreParts): HintDelivery {
    return new HintDelivery(parts)
  }

  #write(elapsed: Nanos, requestId: number, wish: Wish): void {
    const { options, outbox } = this.#parts
    const candidates = this.#forwarder.coordinators(elapsed, wish.key)
    if (candidates.length === 0) outbox.answer({ requestId, type: 'put', result: UNREACHABLE })
    else if (candidates[0] === options.self)
      this.#writes.coordinate({ elapsed, now: this.#wall }, { requestId }, wish)
    else this.#forwarder.forward(elapsed, requestId, wish, candidates)
  }

  get #wall(): Nanos {
    return this.#parts.options.wallClock()
  }

  #repair(elapsed: Nanos, from: number, message: StoreMessage): void {
    if (message.type === 'hand-over') {
      for (const [key, set] of message.entries) {
        this.#observe(set)
        this.store.merge(this.#wall, key, set)
      }
      this.#parts.outbox.send(from, { type: 'handed-over', tag: message.tag }, 0, true)
    } else if (message.type === 'handed-over') this.#delivery.handedOver(from, message.tag)
    else if (message.type === 'tree') this.#trees.compare(elapsed, from, message)
    else if (message.type === 'tree-equal') this.#trees.foundEqual(elapsed, from)
    else if (message.type === 'leaves') this.#trees.exchange(from, message)
    else if (message.type === 'sets') this.#trees.take(this.#wall, from, message)
    else if (message.type === 'gossip') this.#mover.receive(elapsed, from, message.gossip)
  }

  #fetch(from: number, { tag, key }: Extract<StoreMessage, { type: 'fetch' }>): void {
    const held = this.store.holds(key) ? this.store.get(key) : (this.#writes.hintedFor(key) ?? NO_SIBLINGS)
    const { outbox, options, durable } = this.#parts
    const { refilling } = durable
    outbox.send(
      from,
      { type: 'fetched', tag, set: held, refilling },
      held.versions.length * options.valueBytes,
    )
  }

  #stamp(): HybridTimestamp {
    return this.#parts.options.stamps === 'hybrid'
      ? this.#clock.stamp(this.#wall)
      : { physicalNanos: this.#wall, counter: 0 }
  }

  /** The stamps of later writes here will be later than those of what was heard of. */
  #observe({ versions }: SiblingSet): void {
    const latest = latestOf(versions)
    if (latest !== null) this.#clock.observe(this.#wall, latest.stamp)
  }
}
