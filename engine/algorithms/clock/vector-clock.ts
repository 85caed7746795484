import { assert } from '../../lib/assert.ts'

/** Events seen of each replica, by replica number; an entry that is missing counts as 0. */
export type Vector = readonly number[]

/** How one vector relates to another. */
export type CausalOrder = 'equal' | 'before' | 'after' | 'concurrent'

/** Whether `a` has seen everything that `b` has. */
export function dominates(a: Vector, b: Vector): boolean {
  for (let replica = 0; replica < b.length; replica++) {
    if ((a[replica] ?? 0) < (b[replica] ?? 0)) return false
  }
  return true
}

/** Whether `a` happened before, after, or without knowledge of `b`. */
export function compareVectors(a: Vector, b: Vector): CausalOrder {
  const aCoversB = dominates(a, b)
  const bCoversA = dominates(b, a)
  if (aCoversB) return bCoversA ? 'equal' : 'after'
  return bCoversA ? 'before' : 'concurrent'
}

/** The least vector that has seen what either has: a new array. */
export function mergeVectors(a: Vector, b: Vector): number[] {
  const merged: number[] = []
  const length = Math.max(a.length, b.length)
  for (let replica = 0; replica < length; replica++) {
    merged.push(Math.max(a[replica] ?? 0, b[replica] ?? 0))
  }
  return merged
}

/**
 * Vector clock: one counter a replica, so that two events can be told to be ordered or concurrent.
 * Paper: Fidge, "Timestamps in message-passing systems that preserve the partial ordering" (1988); Mattern, "Virtual
 * time and global states of distributed systems" (1989).
 * Compare: Lamport clock (one number, cannot see concurrency), version vector (counts updates of one object instead).
 * Cost: O(replicas) time and space. Invariant: e happened before f exactly when vector(e) < vector(f).
 */
export class VectorClock {
  readonly #self: number
  #counts: number[]

  constructor(options: { readonly self: number; readonly counts?: Vector }) {
    assert(Number.isInteger(options.self) && options.self >= 0, 'a replica number is a whole number from 0')
    this.#self = options.self
    this.#counts = mergeVectors(options.counts ?? [], Array<number>(options.self + 1).fill(0))
  }

  /** Counts a local event, or a message about to be sent, and gives its vector: a copy that is the caller's. */
  tick(): number[] {
    this.#counts[this.#self] += 1
    return this.#counts.slice()
  }

  /** Counts the receipt of a message that was sent at `remote`, and gives its vector. */
  observe(remote: Vector): number[] {
    this.#counts = mergeVectors(this.#counts, remote)
    return this.tick()
  }

  /** How this clock relates to `other`. */
  compare(other: Vector): CausalOrder {
    return compareVectors(this.#counts, other)
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { self: this.#self, counts: this.#counts.slice() } as const
  }
}
