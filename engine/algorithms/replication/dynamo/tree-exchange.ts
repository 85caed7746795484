import type { Nanos } from '../../../lib/units.ts'
import type { KeyedSet, StoreMessage } from './messages.ts'
import type { ReplicaStore } from './replica-store.ts'
import { setBytes } from './set-codec.ts'
import type { StoreParts } from './store-parts.ts'

type Tree = Extract<StoreMessage, { type: 'tree' }>
type Leaves = Extract<StoreMessage, { type: 'leaves' }>
type Sets = Extract<StoreMessage, { type: 'sets' }>

/** A hash on the wire: MD5, as Cassandra's trees have it. (In memory 32 bits of a weaker one do.) */
const HASH_BYTES = 16
/** Branches that are followed in one step, and sets sent in one message. */
const BRANCHES = 128
const SETS_AT_ONCE = 256
/** Whoever joins or leaves, or has lost its disk, compares so many times as often. */
const HURRY = 8

/**
 * Anti-entropy: compares hash trees with one member after the other, a level at a time from the root, and exchanges what differs.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.7. Compare: read repair (keys that nobody reads stay different), hints (lost
 * with whoever keeps them). Cost: one root a round when nothing differs, else a path of hashes for each difference.
 * Invariant: two nodes that can reach each other, and take no writes, end up with the same root.
 */
export class TreeExchange {
  readonly #parts: StoreParts
  readonly #store: ReplicaStore
  readonly #startedAt: Nanos
  #comparedAt: Nanos
  #turn: number
  /** By member: when the roots were last found equal. */
  readonly #equalAt = new Map<number, Nanos>()

  constructor(parts: StoreParts, store: ReplicaStore, elapsed: Nanos) {
    this.#parts = parts
    this.#store = store
    this.#startedAt = elapsed
    this.#turn = parts.options.random.below(parts.options.size)
    // Not all at once, or a restart of the whole ring would make them compare in step.
    const interval = Math.min(this.#interval(), MOVING_NANOS)
    this.#comparedAt = elapsed - Math.floor(parts.options.random.uniform() * interval)
  }

  /** Whether all others that share keys with this node have been found equal since an instant. */
  allEqualSince(since: Nanos): boolean {
    const { self, size } = this.#parts.options
    for (let member = 0; member < size; member++)
      if (member !== self && this.#takesPart(member) && (this.#equalAt.get(member) ?? -Infinity) < since)
        return false
    return true
  }

  tick(elapsed: Nanos): void {
    const { durable } = this.#parts
    if (durable.refilling && this.allEqualSince(this.#startedAt)) durable.refilling = false
    if (!this.#parts.membership.introduced || elapsed - this.#comparedAt < this.#interval()) return
    this.#comparedAt = elapsed
    const { options, membership } = this.#parts
    for (let step = 0; step < options.size; step++) {
      this.#turn = (this.#turn + 1) % options.size
      if (this.#turn === options.self || !this.#takesPart(this.#turn)) continue
      if (!membership.isAlive(elapsed, this.#turn)) continue
      return this.#sendHashes(this.#turn, 0, [0])
    }
  }

  /** Compares some nodes of the tree with what the other has; goes on below those that differ. */
  compare(elapsed: Nanos, from: number, { level, indices, hashes }: Tree): void {
    const { outbox } = this.#parts
    const tree = this.#store.treeWith(from)
    const different = indices.filter((index, i) => tree.hashAt(level, index) !== hashes[i])
    if (different.length === 0) {
      if (level > 0) return
      this.foundEqual(elapsed, from)
      return outbox.send(from, { type: 'tree-equal' })
    }
    const followed = different.slice(0, BRANCHES)
    if (level < tree.depth) return this.#sendHashes(from, level + 1, tree.childrenOf(followed))
    const keys = this.#store.keysOf(followed, from)
    this.#parts.tally.treeBytes += keys.length * (HASH_BYTES + 8)
    outbox.send(from, { type: 'leaves', leaves: followed, keys }, keys.length * (HASH_BYTES + 8))
  }

  foundEqual(elapsed: Nanos, from: number): void {
    this.#equalAt.set(from, elapsed)
  }

  /** Sends what is held otherwise here, or not at all there, and asks for what is otherwise there. */
  exchange(from: number, { leaves, keys }: Leaves): void {
    const theirs = new Map(keys)
    const mine = this.#store.keysOf(leaves, from)
    const send = mine.filter(([key, hash]) => theirs.get(key) !== hash).map(([key]) => key)
    const wanted = keys.filter(([key, hash]) => this.#store.hashOf(key) !== hash).map(([key]) => key)
    this.#sendSets(from, send.slice(0, SETS_AT_ONCE), wanted.slice(0, SETS_AT_ONCE))
  }

  take(now: Nanos, from: number, { entries, wanted }: Sets): void {
    // What is wanted is what was held when it was asked for: with what has just come merged in it is newer still.
    for (const [key, set] of entries) this.#store.merge(now, key, set)
    if (wanted.length > 0) this.#sendSets(from, wanted, [])
  }

  #sendSets(to: number, keys: readonly number[], wanted: readonly number[]): void {
    const { outbox, options, tally } = this.#parts
    const entries = keys.map((key): KeyedSet => [key, this.#store.get(key)])
    const sizeBytes = entries.reduce((sum, [, set]) => sum + setBytes(set, options.valueBytes), 0)
    tally.repairBytes += sizeBytes
    tally.keysSynced += entries.length
    if (keys.length + wanted.length > 0)
      outbox.send(to, { type: 'sets', entries, wanted }, sizeBytes + wanted.length * 8)
  }

  #sendHashes(to: number, level: number, indices: readonly number[]): void {
    const tree = this.#store.treeWith(to)
    const hashes = indices.map((index) => tree.hashAt(level, index))
    this.#parts.tally.treeBytes += hashes.length * HASH_BYTES
    this.#parts.outbox.send(to, { type: 'tree', level, indices, hashes }, hashes.length * HASH_BYTES)
  }

  #takesPart(member: number): boolean {
    const status = this.#parts.membership.statusOf(member)
    return status !== null && status !== 'outside'
  }

  #interval(): Nanos {
    const { antiEntropyNanos } = this.#parts.options
    const { membership, refilling } = this.#parts.durable
    if (membership.status !== 'normal') return Math.min(antiEntropyNanos, MOVING_NANOS) / HURRY
    return refilling ? antiEntropyNanos / HURRY : antiEntropyNanos
  }
}

/** Whoever joins or leaves compares, even where nobody else does. */
const MOVING_NANOS: Nanos = 1_000_000_000
