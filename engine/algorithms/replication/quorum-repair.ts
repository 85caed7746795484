import type { Nanos } from '../../lib/units.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { compareWrites } from '../crdt/lww-register.ts'
import { HeartbeatDetector } from '../membership/heartbeat-detector.ts'
import { HintStore, VERSION_HINTS } from './hint-store.ts'
import type { Outbox } from './outbox.ts'
import type { QuorumMessage } from './quorum-messages.ts'
import type { QuorumDurable, QuorumOptions } from './quorum-options.ts'
import type { Key } from './replica.ts'
import type { KeyedVersion, StoredVersion, VersionStore } from './version-store.ts'

/** What the halves of a quorum replica share. */
export interface QuorumParts {
  readonly options: QuorumOptions
  readonly durable: QuorumDurable
  readonly store: VersionStore
  readonly outbox: Outbox<QuorumMessage>
  /** A stamp for a new version: with hybrid ones later than all that this replica has heard of. */
  readonly stamp: () => HybridTimestamp
}

interface Handover {
  readonly tag: number
  readonly entries: readonly KeyedVersion[]
  readonly sentAt: Nanos
}

/** Hints in one message, and buckets whose contents are exchanged in one round. */
const HINTS_AT_ONCE = 256
const BUCKETS_AT_ONCE = 32

/** Tags of handovers, so that they are told from those of requests. */
export const HANDOVER_TAG = -1

/**
 * What makes the replicas of a quorum system equal again: knowing who is alive, handing over hints, comparing buckets.
 * Paper: DeCandia et al., "Dynamo" (2007), sections 4.6 and 4.7. Compare: repair by reads alone (keys that nobody reads
 * stay different). Cost: one small message a peer and heartbeat, one list of hashes a round. Invariant: replicas that can
 * reach each other, and take no writes, end up with the same versions.
 */
export class QuorumRepair {
  readonly #parts: QuorumParts
  readonly #hints: HintStore
  readonly #detectors: HeartbeatDetector[]
  readonly #handovers: (Handover | null)[]
  #handoverCount = 0
  #aliveAt: Nanos = -Infinity
  #comparedAt: Nanos

  constructor(parts: QuorumParts, elapsed: Nanos) {
    const { options, durable } = parts
    this.#parts = parts
    this.#hints = new HintStore({ limit: options.hintLimit, kind: VERSION_HINTS }, durable.hints)
    this.#detectors = options.group.members.map(
      () => new HeartbeatDetector({ timeoutNanos: options.suspectNanos }, elapsed),
    )
    this.#handovers = options.group.members.map(() => null)
    this.#comparedAt = elapsed
  }

  heard(elapsed: Nanos, from: number): void {
    this.#detectors[from].heartbeat(elapsed)
  }

  isAlive(elapsed: Nanos, member: number): boolean {
    return member === this.#parts.options.group.self || !this.#detectors[member].suspects(elapsed)
  }

  /** Keeps a write for a member that did not confirm it. */
  hint(member: number, key: Key, version: StoredVersion): void {
    this.#hints.add(member, key, version)
    this.#parts.outbox.persist(this.#parts.options.entryBytes)
  }

  tick(elapsed: Nanos): void {
    const { options, outbox, store } = this.#parts
    const { peers } = options.group
    if (elapsed - this.#aliveAt >= options.heartbeatNanos) {
      this.#aliveAt = elapsed
      for (const peer of peers) outbox.send(peer, { type: 'alive' })
    }
    for (const peer of peers) this.#handOver(elapsed, peer)
    if (elapsed - this.#comparedAt < options.antiEntropyNanos || peers.length === 0) return
    this.#comparedAt = elapsed
    const peer = peers[options.random.below(peers.length)]
    const hashes = store.hashes()
    outbox.send(peer, { type: 'hashes', hashes }, hashes.length * 4)
  }

  /** Whether `tag` was that of a handover, which is thereby confirmed. */
  handedOver(from: number, tag: number): boolean {
    if (tag > HANDOVER_TAG) return false
    const handover = this.#handovers[from]
    if (handover?.tag !== tag) return true
    this.#hints.confirmed(from, handover.entries)
    this.#handovers[from] = null
    return true
  }

  /** Sends what is held in buckets whose hashes differ; some of them, if they are many. */
  compare(from: number, hashes: readonly number[]): void {
    const { store } = this.#parts
    const mine = store.hashes()
    const different = mine.flatMap((hash, bucket) => (hash === hashes[bucket] ? [] : [bucket]))
    if (different.length === 0) return
    // Begin anywhere, or buckets that change all the time would keep the others from their turn.
    const start = this.#parts.options.random.below(different.length)
    const buckets = [...different.slice(start), ...different.slice(0, start)].slice(0, BUCKETS_AT_ONCE)
    this.#sendBuckets(
      from,
      buckets,
      buckets.flatMap((bucket) => store.bucket(bucket)),
    )
  }

  /** Sends back what is newer here, or missing there, in the buckets received. To be called before taking them in. */
  answer(from: number, buckets: readonly number[], entries: readonly KeyedVersion[]): void {
    if (buckets.length === 0) return
    const theirs = new Map(entries)
    const newer = buckets.flatMap((bucket) =>
      this.#parts.store.bucket(bucket).filter(([key, version]) => {
        const their = theirs.get(key)
        return their === undefined || compareWrites(version, their) > 0
      }),
    )
    if (newer.length > 0) this.#sendBuckets(from, [], newer)
  }

  /** How many writes are kept for a member, and since when. */
  hintedSince(member: number): { readonly count: number; readonly oldestNanos: Nanos } {
    return { count: this.#hints.count(member), oldestNanos: this.#hints.oldestNanos(member) ?? Infinity }
  }

  /** What the view draws. Reads only. */
  inspect(elapsed: Nanos) {
    const { peers, members } = this.#parts.options.group
    const suspected = peers.filter((peer) => !this.isAlive(elapsed, peer)).map((peer) => members[peer].name)
    return { suspected, ...this.#hints.inspect() } as const
  }

  #handOver(elapsed: Nanos, peer: number): void {
    const { options, outbox, durable } = this.#parts
    if (this.#hints.count(peer) === 0 || !this.isAlive(elapsed, peer)) return
    const handover = this.#handovers[peer]
    if (handover && elapsed - handover.sentAt < options.requestTimeoutNanos) return
    const entries = this.#hints.some(peer, HINTS_AT_ONCE)
    this.#handoverCount += 1
    const tag = HANDOVER_TAG - (durable.incarnation * 4_294_967_296 + this.#handoverCount)
    this.#handovers[peer] = { tag, entries, sentAt: elapsed }
    outbox.send(peer, { type: 'store', tag, entries }, entries.length * options.entryBytes)
  }

  #sendBuckets(to: number, buckets: readonly number[], entries: readonly KeyedVersion[]): void {
    const { options, outbox } = this.#parts
    outbox.send(to, { type: 'buckets', buckets, entries }, entries.length * options.entryBytes)
  }
}
