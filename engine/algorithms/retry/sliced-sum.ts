import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/**
 * A sum over about the last window, kept in slices that expire one by one: what was added leaves after at least
 * window × (1 − 1/slices) and at most window.
 * Paper: none; folklore. Compare: SlidingMaximum (exact, an entry an arrival). Cost: O(1) amortised, 8 bytes a slice.
 * Invariant: sum = what was added in the current slice and the slices − 1 before it.
 */
export class SlicedSum {
  readonly #sliceNanos: Nanos
  readonly #slices: Float64Array
  #current = 0
  #sum = 0

  constructor({ windowNanos, slices = 10 }: { windowNanos: Nanos; slices?: number }) {
    assert(Number.isInteger(slices) && slices >= 1, 'slices is a positive integer')
    assert(
      Number.isSafeInteger(windowNanos) && windowNanos >= slices,
      'windowNanos is at least one per slice',
    )
    this.#sliceNanos = Math.floor(windowNanos / slices)
    this.#slices = new Float64Array(slices)
  }

  /** Adds an amount, which may be negative. A `now` before the latest one counts as the latest. */
  add(now: Nanos, amount: number): void {
    this.#advance(now)
    this.#slices[this.#current % this.#slices.length] += amount
    this.#sum += amount
  }

  sum(now: Nanos): number {
    this.#advance(now)
    return this.#sum
  }

  /** The sum as `sum` would give it; changes nothing. */
  peek(now: Nanos): number {
    const expiring = Math.min(Math.floor(now / this.#sliceNanos) - this.#current, this.#slices.length)
    let sum = this.#sum
    for (let i = 1; i <= expiring; i++) sum -= this.#slices[(this.#current + i) % this.#slices.length]
    return sum
  }

  clear(): void {
    this.#slices.fill(0)
    this.#sum = 0
  }

  #advance(now: Nanos): void {
    const slice = Math.floor(now / this.#sliceNanos)
    if (slice <= this.#current) return
    if (slice - this.#current >= this.#slices.length) this.clear()
    else {
      for (let i = this.#current + 1; i <= slice; i++) {
        this.#sum -= this.#slices[i % this.#slices.length]
        this.#slices[i % this.#slices.length] = 0
      }
    }
    this.#current = slice
  }
}
