import { assert } from '../../lib/assert.ts'

/** What each replica has counted, as [replica number, count] in rising order; a delta has only the changed ones. */
export type GCounterState = readonly (readonly [replica: number, count: number])[]

/**
 * Grow-only counter: each replica counts its own increments, the value is the sum, merging takes the larger of each.
 * Paper: Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of convergent and commutative replicated data
 * types" (2011), specification 6; deltas: Almeida, Shoker and Baquero, "Delta state replicated data types" (2018).
 * Compare: one shared number with last writer wins (loses concurrent increments).
 * Cost: O(1) an increment, O(replicas) a merge. Invariant: merge is commutative, associative, idempotent; the value
 * never shrinks; once all deltas have arrived it is the number of increments made anywhere.
 */
export class GCounter {
  readonly #self: number
  readonly #counts: number[] = []

  constructor(options: { readonly self: number; readonly state?: GCounterState }) {
    assert(Number.isInteger(options.self) && options.self >= 0, 'a replica number is a whole number from 0')
    this.#self = options.self
    if (options.state) this.merge(options.state)
  }

  /** Counts `amount` (a whole number, not negative) here, and gives the delta to send to the others. */
  increment(amount = 1): GCounterState {
    assert(Number.isSafeInteger(amount) && amount >= 0, 'a grow-only counter counts up in whole numbers')
    const count = (this.#counts[this.#self] ?? 0) + amount
    this.#raise(this.#self, count)
    return [[this.#self, count]]
  }

  value(): number {
    let sum = 0
    for (const count of this.#counts) sum += count
    return sum
  }

  /** Takes in a state or a delta. True when anything changed. */
  merge(other: GCounterState): boolean {
    let changed = false
    for (const [replica, count] of other) changed = this.#raise(replica, count) || changed
    return changed
  }

  /** A copy as plain data. */
  state(): GCounterState {
    const pairs: [number, number][] = []
    for (const [replica, count] of this.#counts.entries()) if (count > 0) pairs.push([replica, count])
    return pairs
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { value: this.value(), counts: this.state() } as const
  }

  #raise(replica: number, count: number): boolean {
    while (this.#counts.length <= replica) this.#counts.push(0)
    if (this.#counts[replica] >= count) return false
    this.#counts[replica] = count
    return true
  }
}
