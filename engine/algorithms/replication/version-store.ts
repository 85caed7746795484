import { hash32, hashInteger32 } from '../../lib/hash.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import { compareWrites } from '../crdt/lww-register.ts'
import type { Key, Value } from './replica.ts'

/** A value with the write that made it. */
export interface StoredVersion {
  readonly value: Value
  readonly stamp: HybridTimestamp
  /** The replica that stamped it. */
  readonly replica: number
}

/** A key and the version held of it. */
export type KeyedVersion = readonly [key: Key, version: StoredVersion]

/** Keys are compared in this many groups. */
export const BUCKETS = 256

/**
 * The newest version of each key, with a hash of each group of keys, so that two replicas find what they differ in
 * without sending everything.
 * Paper: DeCandia et al., "Dynamo" (2007), section 4.7; Merkle, "A digital signature based on a conventional encryption
 * function" (1987), here of one level. Compare: comparing whole stores, comparing version vectors (needs operation logs).
 * Cost: O(1) a write. Invariant: the hash of a bucket depends on its versions only, not on how they came; a version is
 * replaced only by a newer one.
 */
export class VersionStore {
  readonly #entries: Map<Key, StoredVersion>
  readonly #hashes = new Uint32Array(BUCKETS)
  readonly #keys: Set<Key>[] = Array.from({ length: BUCKETS }, () => new Set<Key>())

  /** `entries` is durable and changed in place. */
  constructor(entries: Map<Key, StoredVersion>) {
    this.#entries = entries
    for (const [key, version] of entries) {
      const bucket = bucketOf(key)
      this.#keys[bucket].add(key)
      this.#hashes[bucket] ^= hashOf(key, version)
    }
  }

  get(key: Key): StoredVersion | null {
    return this.#entries.get(key) ?? null
  }

  /** Keeps the version if it is newer than what is held. True when it was. */
  put(key: Key, version: StoredVersion): boolean {
    const held = this.#entries.get(key)
    if (held !== undefined && compareWrites(version, held) <= 0) return false
    const bucket = bucketOf(key)
    if (held === undefined) this.#keys[bucket].add(key)
    else this.#hashes[bucket] ^= hashOf(key, held)
    this.#hashes[bucket] ^= hashOf(key, version)
    this.#entries.set(key, version)
    return true
  }

  /** One hash a bucket. */
  hashes(): number[] {
    return [...this.#hashes]
  }

  /** All versions of a bucket. */
  bucket(bucket: number): KeyedVersion[] {
    const entries: KeyedVersion[] = []
    for (const key of this.#keys[bucket]) {
      const version = this.#entries.get(key)
      if (version !== undefined) entries.push([key, version])
    }
    return entries
  }

  entries(): KeyedVersion[] {
    return [...this.#entries]
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { keys: this.#entries.size } as const
  }
}

function bucketOf(key: Key): number {
  return (typeof key === 'number' ? hashInteger32(key) : hash32(key)) % BUCKETS
}

function hashOf(key: Key, { stamp, replica }: StoredVersion): number {
  const seed = typeof key === 'number' ? hashInteger32(key) : hash32(key)
  return hashInteger32(stamp.physicalNanos, hashInteger32(stamp.counter * 1_024 + replica + 1, seed))
}
