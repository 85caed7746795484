import { assert } from '../../lib/assert.ts'
import { hashInteger32 } from '../../lib/hash.ts'

const LEAF_SEED = 0x7feb352d

export interface MerkleOptions {
  /** Children of each inner node. */
  readonly fanout: number
  /** Levels below the root; the last holds the leaves. */
  readonly depth: number
}

/**
 * A hash tree over a range of keys: a leaf stands for a share of the keys and everything held of them, an inner node for its
 * children, so that two replicas find what they differ in by comparing a path instead of everything.
 * Paper: Merkle, "A digital signature based on a conventional encryption function" (1987); DeCandia et al., "Dynamo" (2007),
 * section 4.7. Compare: one list of hashes (all of it is sent each time, equal or not), comparing versions one by one.
 * Cost: O(1) a change, hashes on its path are worked out again when somebody asks; one root to find two replicas equal.
 * Invariant: the hash of a node depends on what is held only, not on how it came; roots are equal exactly when all leaves are,
 * but for collisions of 32 bits.
 */
export class MerkleTree {
  readonly #options: MerkleOptions
  /** Level by level, the root first. */
  readonly #hashes: Uint32Array[]
  /** Inner nodes whose children have changed since their hash was worked out. */
  readonly #dirty: Uint8Array[]

  constructor(options: MerkleOptions) {
    const { fanout, depth } = options
    assert(
      fanout >= 2 && depth >= 1 && leavesOf(options) <= 65_536,
      'a hash tree branches, and has up to 65,536 leaves',
    )
    this.#options = options
    const widths = Array.from({ length: depth + 1 }, (_, level) => widthOf(fanout, level))
    this.#hashes = widths.map((width) => new Uint32Array(width))
    this.#dirty = widths.map((width) => new Uint8Array(width).fill(1))
  }

  get depth(): number {
    return this.#options.depth
  }

  /** What was held of a key gives way to something else; 0 stands for nothing. */
  change(key: number, hashBefore: number, hashAfter: number): void {
    const { fanout, depth } = this.#options
    let index = leafOf(this.#options, key)
    const before = hashBefore === 0 ? 0 : hashInteger32(key, hashBefore)
    const after = hashAfter === 0 ? 0 : hashInteger32(key, hashAfter)
    this.#hashes[depth][index] ^= before ^ after
    for (let level = depth - 1; level >= 0; level--) {
      index = Math.floor(index / fanout)
      if (this.#dirty[level][index] === 1) return
      this.#dirty[level][index] = 1
    }
  }

  /** The hash of a node; level 0 is the root. */
  hashAt(level: number, index: number): number {
    const hashes = this.#hashes[level]
    if (level === this.#options.depth || this.#dirty[level][index] === 0) return hashes[index]
    const { fanout } = this.#options
    let hash = 1
    for (let child = index * fanout; child < (index + 1) * fanout; child++)
      hash = hashInteger32(this.hashAt(level + 1, child), hash)
    hashes[index] = hash
    this.#dirty[level][index] = 0
    return hash
  }

  get root(): number {
    return this.hashAt(0, 0)
  }

  /** The children of some nodes, one level further down. */
  childrenOf(indices: readonly number[]): number[] {
    const { fanout } = this.#options
    return indices.flatMap((index) => Array.from({ length: fanout }, (_, child) => index * fanout + child))
  }
}

const widthOf = (fanout: number, level: number): number =>
  level === 0 ? 1 : fanout * widthOf(fanout, level - 1)

export const leavesOf = ({ fanout, depth }: MerkleOptions): number => widthOf(fanout, depth)

/** The leaf that a key belongs to. */
export function leafOf(options: MerkleOptions, key: number): number {
  return Math.floor((hashInteger32(key, LEAF_SEED) * leavesOf(options)) / 4_294_967_296)
}
