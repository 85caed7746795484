import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { HybridLogicalClock, ZERO_TIMESTAMP } from '../clock/hybrid-logical-clock.ts'
import { Outbox } from './outbox.ts'
import { QuorumCoordinator } from './quorum-coordinator.ts'
import type { QuorumMessage } from './quorum-messages.ts'
import type { QuorumDurable, QuorumOptions, QuorumSwitches } from './quorum-options.ts'
import { QuorumRepair } from './quorum-repair.ts'
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
import type { KeyedVersion, StoredVersion } from './version-store.ts'
import { VersionStore } from './version-store.ts'

/**
 * Replication without a leader, by quorums: whoever is asked coordinates, and waits for as many replicas as the level says
 * (one, a majority of the region, of every region, of all, or all). What some missed reaches them by hints, by reads that
 * repair, and by comparing buckets.
 * Paper: DeCandia et al., "Dynamo" (2007); Lakshman and Malik, "Cassandra" (2010); waiting for repairs as in Attiya,
 * Bar-Noy and Dolev, "Sharing memory robustly in message-passing systems" (1995). Compare: log shipping (one order).
 * Cost: a message to every replica a write, to as many as needed a read. Invariant: if write and read level overlap, a read
 * sees every write acknowledged before it began, as long as stamps respect that order; replicas become equal once healed.
 */
export class QuorumReplication implements Replica<QuorumMessage> {
  readonly mode = 'quorum'
  readonly #options: QuorumOptions
  readonly #clock: HybridLogicalClock
  readonly #outbox = new Outbox<QuorumMessage>()
  readonly #store: VersionStore
  readonly #repair: QuorumRepair
  readonly #coordinator: QuorumCoordinator

  /** State for a replica's first start. `initial` values must be the same at all replicas. */
  static durable(initial: Iterable<readonly [Key, Value]> = []): QuorumDurable {
    const entries = new Map<Key, StoredVersion>()
    for (const [key, value] of initial) entries.set(key, { value, stamp: ZERO_TIMESTAMP, replica: -1 })
    return { incarnation: 0, clock: { physicalNanos: 0, counter: 0 }, entries, hints: new Map() }
  }

  constructor(options: QuorumOptions, durable: QuorumDurable, now: Nanos) {
    const { preference, group, stamps, maxDriftNanos } = options
    assert(
      preference.length === group.size && preference[0] === group.self,
      'a replica prefers itself, then all others',
    )
    assert(
      stamps === 'hybrid' || maxDriftNanos === Infinity,
      'wall clock stamps are believed whatever they say',
    )
    this.#options = options
    this.#clock = new HybridLogicalClock({ maxDriftNanos }, durable.clock)
    this.#store = new VersionStore(durable.entries)
    durable.incarnation += 1
    const parts = {
      options,
      durable,
      store: this.#store,
      outbox: this.#outbox,
      stamp: () => this.#stamp(),
    }
    this.#repair = new QuorumRepair(parts, now)
    this.#coordinator = new QuorumCoordinator(parts, this.#repair)
  }

  /** Changes switches mid-run, for requests to come. */
  configure(switches: QuorumSwitches): void {
    this.#coordinator.configure(switches)
  }

  tick(now: Nanos): Output<QuorumMessage> {
    this.#coordinator.tick(now)
    this.#repair.tick(now)
    return this.#outbox.take()
  }

  receive(now: Nanos, from: number, message: QuorumMessage): Output<QuorumMessage> {
    this.#repair.heard(now, from)
    if (message.type === 'store') {
      if (this.#takeAll(message.entries, from)) this.#outbox.send(from, { type: 'stored', tag: message.tag })
    } else if (message.type === 'stored') {
      if (!this.#repair.handedOver(from, message.tag)) this.#coordinator.stored(now, from, message.tag)
    } else if (message.type === 'fetch') {
      const version = this.#store.get(message.key)
      this.#outbox.send(from, { type: 'fetched', tag: message.tag, version }, this.#options.entryBytes)
    } else if (message.type === 'fetched') {
      if (message.version) this.#clock.observe(this.#options.wallClock(), message.version.stamp)
      this.#coordinator.fetched(now, from, message.tag, message.version)
    } else if (message.type === 'hashes') this.#repair.compare(from, message.hashes)
    else if (message.type === 'buckets') {
      this.#repair.answer(from, message.buckets, message.entries)
      this.#takeAll(message.entries, from)
    }
    return this.#outbox.take()
  }

  propose(now: Nanos, requestId: number, operation: Operation): Output<QuorumMessage> {
    if (operation.type === 'write') {
      const { key, value, level } = operation
      if (this.#coordinator.canWrite(now, level)) this.#coordinator.write(now, requestId, key, value, level)
      else this.#outbox.refuse(requestId, 'replicas-unreachable', true)
    } else this.#outbox.refuse(requestId, 'unsupported', true)
    return this.#outbox.take()
  }

  read(now: Nanos, requestId: number, query: Query): Output<QuorumMessage> {
    if (query.level === 'leader') this.#outbox.refuse(requestId, 'unsupported', true)
    else this.#coordinator.read(now, requestId, query.key, query.level === 'local' ? 'one' : query.level)
    return this.#outbox.take()
  }

  leadership(now: Nanos): Leadership {
    const writable = this.#coordinator.canWrite(now, undefined)
    return { role: 'peer', epoch: 0, writable, leader: -1 }
  }

  lag(): LinkLag[] {
    const now = this.#options.wallClock()
    return this.#options.group.peers.map((to) => {
      const pending = this.#coordinator.unconfirmed(to)
      const hinted = this.#repair.hintedSince(to)
      const oldest = Math.min(pending.oldestNanos, hinted.oldestNanos)
      const behindNanos = oldest === Infinity ? 0 : Math.max(0, now - oldest)
      return { to, behindEntries: pending.count + hinted.count, behindNanos }
    })
  }

  contents(): [string, Reading][] {
    return this.#store.entries().map(([key, version]) => [String(key), version.value])
  }

  inspect(now: Nanos) {
    return {
      view: 'quorum-replication',
      member: this.#options.group.members[this.#options.group.self].name,
      clock: this.#clock.inspect(this.#options.wallClock()),
      ...this.#store.inspect(),
      ...this.#coordinator.inspect(),
      ...this.#repair.inspect(now),
    } as const
  }

  #stamp(): HybridTimestamp {
    const wall = this.#options.wallClock()
    return this.#options.stamps === 'hybrid' ? this.#clock.stamp(wall) : { physicalNanos: wall, counter: 0 }
  }

  /** Keeps what is newer. False, and a notice, if a stamp is from further ahead than is believed: it is not kept. */
  #takeAll(entries: readonly KeyedVersion[], from: number): boolean {
    const wall = this.#options.wallClock()
    let believed = true
    for (const [key, version] of entries) {
      if (!this.#clock.observe(wall, version.stamp)) {
        believed = false
        const beyondNanos = version.stamp.physicalNanos - wall - this.#options.maxDriftNanos
        this.#outbox.notice({ type: 'clock-refused', origin: from, beyondNanos })
      } else if (this.#store.put(key, version)) this.#outbox.persist(this.#options.entryBytes)
    }
    return believed
  }
}
