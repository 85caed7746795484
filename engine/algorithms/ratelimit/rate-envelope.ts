import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { ExactRate } from './exact-rate.ts'
import { assertLimiterOptions } from './limiter-options.ts'

/**
 * How far accepted requests have run ahead of a rate: the largest count − rate × t over all intervals t so far, exactly.
 * A token bucket keeps it within its capacity, whatever comes. It is the peak of a leaky bucket without a brim.
 * Paper: Cruz, "A calculus for network delay I" (1991): the burstiness of a flow at a rate.
 * Compare: SlidingMaximum (one window length only). Cost: O(1) time and space an arrival.
 * Invariant: burst is the least b such that every interval t held at most b + rate × t.
 */
export class RateEnvelope {
  readonly #rate: ExactRate
  /** The bucket holds level − shares/windowNanos; the shares have leaked from the top request. */
  #level = 0
  #shares = 0
  #updatedAtNanos: Nanos = 0
  #peakLevel = 0
  #peakShares = 0

  constructor(options: { limit: number; windowNanos: Nanos }) {
    assertLimiterOptions(options)
    this.#rate = new ExactRate(options)
  }

  /** Records an accepted request; times may not run backwards. */
  add(now: Nanos, cost = 1): void {
    assert(now >= this.#updatedAtNanos, 'time does not run backwards')
    this.#leak(now - this.#updatedAtNanos)
    this.#updatedAtNanos = now
    this.#level += cost
    const higher = this.#level - this.#peakLevel || this.#peakShares - this.#shares
    if (higher <= 0) return
    this.#peakLevel = this.#level
    this.#peakShares = this.#shares
  }

  /** Whether every interval so far held at most capacity + rate × t; exact. */
  within(capacity: number): boolean {
    return this.#peakLevel <= capacity // less than one request can have leaked from the top one
  }

  /** The burst so far, in requests (rounded only for reading). */
  get burst(): number {
    return this.#peakLevel - this.#peakShares / this.#rate.windowNanos
  }

  inspect() {
    return { burst: this.burst }
  }

  #leak(elapsedNanos: Nanos): void {
    if (this.#level === 0) return
    // the estimate only decides whether the bucket ran dry long ago, where exactness no longer matters
    const dry = (elapsedNanos / this.#rate.windowNanos) * this.#rate.limit > this.#level + 1
    const leaked = dry ? this.#level : this.#rate.earned(elapsedNanos, this.#shares)
    this.#shares = dry ? 0 : this.#rate.leftover(elapsedNanos, this.#shares, leaked)
    this.#level -= leaked
    if (this.#level > 0) return
    this.#level = 0
    this.#shares = 0
  }
}
