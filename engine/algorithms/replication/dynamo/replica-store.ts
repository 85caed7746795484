import type { Nanos } from '../../../lib/units.ts'
import { NO_SIBLINGS, type SiblingSet } from '../../clock/sibling-set.ts'
import { leafOf, leavesOf, MerkleTree, type MerkleOptions } from '../merkle-tree.ts'
import { setBytes } from './set-codec.ts'
import type { StoreParts } from './store-parts.ts'

/** Keys fall into 512 leaves. */
const TREE: MerkleOptions = { fanout: 8, depth: 3 }
/** What a deletion of the engine takes. */
const FORGOTTEN_BYTES = 16

/**
 * What one node holds of the keys that are its own, on its disk, with a hash tree for each other member over the keys that both
 * hold.
 * Paper: DeCandia et al., "Dynamo" (2007), sections 4.7 and 6.2. Compare: one tree for each range of the ring (as Dynamo has it:
 * more trees, the same comparisons). Cost: a lookup and a write of the engine for each change, O(N) leaves.
 * Invariant: a tree's leaf says what is held of its keys, no more and no less; what is held is only replaced by what has merged it.
 */
export class ReplicaStore {
  readonly #parts: StoreParts
  /** What is held of each key, as its hash. */
  readonly #hashes = new Map<number, number>()
  readonly #leaves: Set<number>[]
  #trees: MerkleTree[] = []
  readonly #conflicted = new Set<number>()
  /** Deleted keys, and when they were. */
  readonly #tombstones = new Map<number, Nanos>()

  constructor(parts: StoreParts) {
    this.#parts = parts
    this.#leaves = Array.from({ length: leavesOf(TREE) }, () => new Set<number>())
    for (const { key, value } of parts.lsm.entries()) this.#note(key, value!)
    this.rebuildTrees()
  }

  get keys(): number {
    return this.#hashes.size
  }

  /** Keys of which more than one version is held. */
  get conflicted(): number {
    return this.#conflicted.size
  }

  /** Whether this node is to hold a key, now or soon. */
  holds(key: number): boolean {
    const { ring, options } = this.#parts
    const { owners, pending } = ring.placeOf(key)
    return owners.includes(options.self) || pending.includes(options.self)
  }

  /** Looks it up on the disk. */
  get(key: number): SiblingSet {
    const { lsm, outbox } = this.#parts
    const { value, blocks } = lsm.get(key)
    outbox.blocks += blocks
    return value ?? NO_SIBLINGS
  }

  /** Takes in what another node holds. */
  merge(now: Nanos, key: number, incoming: SiblingSet): void {
    if (this.#hashes.get(key) === incoming.hash) return
    const held = this.get(key)
    const merged = this.#parts.options.rules.merge(held, incoming)
    // What all have deleted long ago does not come back for the sake of those who have not forgotten it yet.
    if (merged !== held && (held !== NO_SIBLINGS || !this.#isExpired(now, merged))) this.keep(key, merged)
  }

  /** Writes what is held of a key from now on. */
  keep(key: number, set: SiblingSet): void {
    this.#parts.lsm.put(key, set, setBytes(set, this.#parts.options.valueBytes))
    const before = this.#hashes.get(key) ?? 0
    this.#note(key, set)
    this.changeTrees(key, before, set.hash)
  }

  /** Forgets deletions that all should have heard of by now. */
  forgetTombstones(now: Nanos): void {
    for (const [key, deletedAt] of this.#tombstones) {
      if (now - deletedAt < this.#parts.options.tombstoneNanos) continue
      this.#parts.lsm.put(key, null, FORGOTTEN_BYTES)
      this.changeTrees(key, this.#hashes.get(key)!, 0)
      this.#hashes.delete(key)
      this.#conflicted.delete(key)
      this.#leaves[leafOf(TREE, key)].delete(key)
      this.#tombstones.delete(key)
    }
  }

  treeWith(member: number): MerkleTree {
    return this.#trees[member]
  }

  /** Keys of some leaves that both hold, with the hash of what is held here. */
  keysOf(leaves: readonly number[], member: number): [key: number, hash: number][] {
    return leaves.flatMap((leaf) =>
      [...this.#leaves[leaf]]
        .filter((key) => this.#isShared(key, member))
        .map((key): [number, number] => [key, this.#hashes.get(key)!]),
    )
  }

  hashOf(key: number): number {
    return this.#hashes.get(key) ?? 0
  }

  /** The ring has changed, and with it what is held together with whom. */
  rebuildTrees(): void {
    this.#trees = Array.from({ length: this.#parts.options.size }, () => new MerkleTree(TREE))
    for (const [key, hash] of this.#hashes) this.changeTrees(key, 0, hash)
  }

  /** Tells the trees of all who hold the key too. */
  protected changeTrees(key: number, hashBefore: number, hashAfter: number): void {
    const { ring, options } = this.#parts
    const { owners, pending } = ring.placeOf(key)
    if (!owners.includes(options.self) && !pending.includes(options.self)) return
    for (const member of owners)
      if (member !== options.self) this.#trees[member].change(key, hashBefore, hashAfter)
    for (const member of pending)
      if (member !== options.self) this.#trees[member].change(key, hashBefore, hashAfter)
  }

  #isShared(key: number, member: number): boolean {
    const { owners, pending } = this.#parts.ring.placeOf(key)
    return this.holds(key) && (owners.includes(member) || pending.includes(member))
  }

  #note(key: number, set: SiblingSet): void {
    if (!this.#hashes.has(key)) this.#leaves[leafOf(TREE, key)].add(key)
    this.#hashes.set(key, set.hash)
    if (set.versions.length > 1) this.#conflicted.add(key)
    else this.#conflicted.delete(key)
    if (isDeleted(set)) this.#tombstones.set(key, deletedAt(set))
    else this.#tombstones.delete(key)
  }

  #isExpired(now: Nanos, set: SiblingSet): boolean {
    return isDeleted(set) && now - deletedAt(set) >= this.#parts.options.tombstoneNanos
  }
}

const isDeleted = ({ versions }: SiblingSet): boolean => versions.every(({ value }) => value === null)
const deletedAt = ({ versions }: SiblingSet): Nanos =>
  Math.max(...versions.map(({ stamp }) => stamp.physicalNanos))
