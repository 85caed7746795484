import type { GCounterState } from './g-counter.ts'
import { GCounter } from './g-counter.ts'

/** The two halves of a counter; a delta has only what changed. */
export interface PnCounterState {
  readonly added: GCounterState
  readonly taken: GCounterState
}

/**
 * Positive-negative counter: two grow-only counters, one for what was added and one for what was taken away.
 * Paper: Shapiro et al., "A comprehensive study of convergent and commutative replicated data types" (2011),
 * specification 7. Compare: G-counter (cannot go down), read-then-write under last writer wins (loses updates).
 * Cost: O(1) an update, O(replicas) a merge. Invariant: merge is commutative, associative, idempotent; once all deltas
 * have arrived the value is the sum of all amounts added anywhere. It cannot promise to stay above zero.
 */
export class PnCounter {
  readonly #added: GCounter
  readonly #taken: GCounter

  constructor(options: { readonly self: number; readonly state?: PnCounterState }) {
    this.#added = new GCounter({ self: options.self, state: options.state?.added })
    this.#taken = new GCounter({ self: options.self, state: options.state?.taken })
  }

  /** Adds a whole number, which may be negative, and gives the delta to send to the others. */
  add(amount: number): PnCounterState {
    if (amount >= 0) return { added: this.#added.increment(amount), taken: [] }
    return { added: [], taken: this.#taken.increment(-amount) }
  }

  value(): number {
    return this.#added.value() - this.#taken.value()
  }

  /** Takes in a state or a delta. True when anything changed. */
  merge(other: PnCounterState): boolean {
    const added = this.#added.merge(other.added)
    return this.#taken.merge(other.taken) || added
  }

  /** A copy as plain data. */
  state(): PnCounterState {
    return { added: this.#added.state(), taken: this.#taken.state() }
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { value: this.value(), ...this.state() } as const
  }
}
