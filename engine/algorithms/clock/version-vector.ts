import { assert } from '../../lib/assert.ts'
import type { CausalOrder, Vector } from './vector-clock.ts'
import { compareVectors, mergeVectors } from './vector-clock.ts'

/** One update of one object: the `sequence`-th (from 1) that `replica` made. */
export interface Dot {
  readonly replica: number
  readonly sequence: number
}

/**
 * Version vector: for one object, how many of each replica's updates a copy contains.
 * Paper: Parker et al., "Detection of mutual inconsistency in distributed systems" (1983).
 * Compare: vector clock (counts events of a process; here only updates count, receiving is not an event), timestamps
 * (cannot tell a conflict from a successor).
 * Cost: O(replicas) time and space. Invariant: it contains a dot exactly when it contains all earlier dots of that
 * replica; merging is commutative, associative and idempotent.
 */
export class VersionVector {
  #counts: number[]

  constructor(options: { readonly counts?: Vector } = {}) {
    this.#counts = options.counts?.slice() ?? []
    assert(
      this.#counts.every((count) => Number.isSafeInteger(count) && count >= 0),
      'a version vector holds whole numbers, not negative',
    )
  }

  /** Records an update by `replica` and names it. */
  update(replica: number): Dot {
    const sequence = (this.#counts[replica] ?? 0) + 1
    while (this.#counts.length <= replica) this.#counts.push(0)
    this.#counts[replica] = sequence
    return { replica, sequence }
  }

  contains(dot: Dot): boolean {
    return (this.#counts[dot.replica] ?? 0) >= dot.sequence
  }

  merge(other: Vector): void {
    this.#counts = mergeVectors(this.#counts, other)
  }

  compare(other: Vector): CausalOrder {
    return compareVectors(this.#counts, other)
  }

  /** A copy, by replica number. */
  counts(): number[] {
    return this.#counts.slice()
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { counts: this.#counts.slice() } as const
  }
}
