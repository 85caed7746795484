import type { Vector } from '../clock/vector-clock.ts'
import type { Dot } from '../clock/version-vector.ts'

/** Every dot up to `counts` of each replica, and single dots beyond: plain data. */
export interface CausalContextState {
  readonly counts: Vector
  readonly beyond: readonly Dot[]
}

/**
 * The set of updates that a copy has heard of, compressed: a version vector for the gapless part of each replica's
 * updates, and a cloud of single dots that arrived ahead of their predecessors.
 * Paper: Almeida, Shoker and Baquero, "Delta state replicated data types" (2018), section 7.2.
 * Compare: version vector (needs causal delivery; this takes deltas in any order).
 * Cost: O(1) to add or ask; O(replicas + cloud) to merge. Invariant: a dot is contained exactly when it was ever added;
 * no dot of the cloud directly follows the gapless part.
 */
export class CausalContext {
  readonly #counts: number[] = []
  readonly #beyond: Set<number>[] = []

  constructor(state: CausalContextState = { counts: [], beyond: [] }) {
    this.merge(state)
  }

  contains(dot: Dot): boolean {
    if (dot.sequence <= (this.#counts[dot.replica] ?? 0)) return true
    return this.#beyond[dot.replica]?.has(dot.sequence) ?? false
  }

  add(dot: Dot): void {
    if (this.contains(dot)) return
    this.#reserve(dot.replica)
    this.#beyond[dot.replica].add(dot.sequence)
    this.#compact(dot.replica)
  }

  /** Names the next update of `replica`, which must be the only one that names updates for it. */
  next(replica: number): Dot {
    const dot = { replica, sequence: (this.#counts[replica] ?? 0) + 1 }
    this.add(dot)
    return dot
  }

  merge(other: CausalContextState): void {
    for (const [replica, count] of other.counts.entries()) {
      this.#reserve(replica)
      if (count > this.#counts[replica]) {
        this.#counts[replica] = count
        for (const sequence of this.#beyond[replica]) {
          if (sequence <= count) this.#beyond[replica].delete(sequence)
        }
      }
      this.#compact(replica)
    }
    for (const dot of other.beyond) this.add(dot)
  }

  /** A copy as plain data; equal contexts give equal data. */
  state(): CausalContextState {
    const beyond: Dot[] = []
    for (const [replica, sequences] of this.#beyond.entries()) {
      for (const sequence of [...sequences].sort((a, b) => a - b)) beyond.push({ replica, sequence })
    }
    return { counts: this.#counts.slice(), beyond }
  }

  /** What the view draws. Reads only. */
  inspect() {
    return this.state()
  }

  #reserve(replica: number): void {
    while (this.#counts.length <= replica) {
      this.#counts.push(0)
      this.#beyond.push(new Set())
    }
  }

  #compact(replica: number): void {
    while (this.#beyond[replica].delete(this.#counts[replica] + 1)) this.#counts[replica] += 1
  }
}
