import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'
import { compareVectors, mergeVectors } from '../clock/vector-clock.ts'
import { compareWrites } from '../crdt/lww-register.ts'
import type { Key, Notice, Value } from './replica.ts'

/** A write with what its writer had seen of the key. */
export interface VersionedWrite {
  readonly value: Value
  readonly stamp: HybridTimestamp
  /** The replica that made it. */
  readonly replica: number
  /** Its place among that replica's operations. */
  readonly sequence: number
  /** By replica: the last write to this key that is contained in, or was overwritten by, this one. */
  readonly vector: Vector
}

/**
 * Keys with their last writes, which notices when two writes knew nothing of each other: the larger (timestamp, replica)
 * stays, the other is dropped, and a version vector remembers both.
 * Paper: Parker et al., "Detection of mutual inconsistency in distributed systems" (1983); the choice by timestamp as in
 * RFC 677 (1975). Compare: `Siblings` (keeps both), `LwwMap` (drops without noticing).
 * Cost: O(replicas) a write. Invariant: the value depends on the set of writes merged, not on their order; a write that
 * another had seen is no conflict. One write dropped long ago can make a later one count as a conflict again.
 */
export class ConflictMap {
  readonly #writes: Map<Key, VersionedWrite>

  /** `writes` is durable and changed in place. */
  constructor(writes: Map<Key, VersionedWrite>) {
    this.#writes = writes
  }

  get(key: Key): VersionedWrite | undefined {
    return this.#writes.get(key)
  }

  /** What a write made by `replica` as its `sequence`-th operation carries as its vector. */
  vectorFor(key: Key, replica: number, sequence: number): Vector {
    const vector = this.#writes.get(key)?.vector.slice() ?? []
    while (vector.length <= replica) vector.push(0)
    vector[replica] = sequence
    return vector
  }

  /** Merges a write. Gives a notice when a write was dropped that knew nothing of the other, or ought to have won. */
  merge(key: Key, write: VersionedWrite): Notice | null {
    const current = this.#writes.get(key)
    if (current === undefined) {
      this.#writes.set(key, write)
      return null
    }
    const order = compareVectors(write.vector, current.vector)
    const choice = compareVersions(write, current)
    if (order === 'equal' && choice <= 0) return null
    const [kept, dropped] = choice > 0 ? [write, current] : [current, write]
    this.#writes.set(key, { ...kept, vector: mergeVectors(write.vector, current.vector) })
    if (choice === 0) return null // the same write, with what it met elsewhere
    const values = { key, kept: kept.value, dropped: dropped.value }
    if (order === 'concurrent') return { type: 'conflict', ...values }
    return choice > 0 === (order === 'after') ? null : { type: 'successor-dropped', ...values }
  }

  /** All writes, as plain data. */
  state(): [Key, VersionedWrite][] {
    return [...this.#writes]
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { keys: this.#writes.size } as const
  }
}

/** One replica's wall clock may show the same time twice, so that its own order has to decide. */
function compareVersions(a: VersionedWrite, b: VersionedWrite): number {
  return compareWrites(a, b) || a.sequence - b.sequence
}
