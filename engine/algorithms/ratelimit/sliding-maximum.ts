import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/**
 * The worst count that any sliding window (t − window, t] has held, exactly: the count can only peak at an arrival, so
 * it is enough to count the window that ends at each.
 * Paper: none. Compare: the sliding log, which enforces what this judges from outside; RateEnvelope (bursts over a rate).
 * Cost: amortised O(1) an arrival; 16 bytes an arrival in the window.
 * Invariant: maximum >= the count of every window of this length.
 */
export class SlidingMaximum {
  readonly #windowNanos: Nanos
  #times = new Float64Array(16)
  #costs = new Float64Array(16)
  #head = 0
  #entries = 0
  #count = 0
  #maximum = 0
  #maximumAtNanos: Nanos = 0

  constructor(options: { windowNanos: Nanos }) {
    assert(options.windowNanos >= 1, 'windowNanos is positive')
    this.#windowNanos = options.windowNanos
  }

  /** Records an accepted request and returns the count of the window that ends with it. Times may not run backwards. */
  add(now: Nanos, cost = 1): number {
    const mask = this.#times.length - 1
    const latest = this.#entries === 0 ? -Infinity : this.#times[(this.#head + this.#entries - 1) & mask]
    assert(now >= latest, 'time does not run backwards')
    this.#expire(now)
    if (this.#entries === this.#times.length) this.#grow()
    const slot = (this.#head + this.#entries) & (this.#times.length - 1)
    this.#times[slot] = now
    this.#costs[slot] = cost
    this.#entries += 1
    this.#count += cost
    if (this.#count > this.#maximum) {
      this.#maximum = this.#count
      this.#maximumAtNanos = now
    }
    return this.#count
  }

  /** The worst count of any window so far. */
  get maximum(): number {
    return this.#maximum
  }

  /** Where the (first) worst window ends. */
  get maximumAtNanos(): Nanos {
    return this.#maximumAtNanos
  }

  inspect() {
    return { maximum: this.#maximum, maximumAtNanos: this.#maximumAtNanos, windowNanos: this.#windowNanos }
  }

  #expire(now: Nanos): void {
    const cutoff = now - this.#windowNanos
    while (this.#entries > 0 && this.#times[this.#head] <= cutoff) {
      this.#count -= this.#costs[this.#head]
      this.#head = (this.#head + 1) & (this.#times.length - 1)
      this.#entries -= 1
    }
  }

  #grow(): void {
    const mask = this.#times.length - 1
    const times = new Float64Array(this.#times.length * 2)
    const costs = new Float64Array(this.#times.length * 2)
    for (let i = 0; i < this.#entries; i++) {
      times[i] = this.#times[(this.#head + i) & mask]
      costs[i] = this.#costs[(this.#head + i) & mask]
    }
    this.#times = times
    this.#costs = costs
    this.#head = 0
  }
}
