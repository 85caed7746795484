import { assert } from '../../lib/assert.ts'
import { exp, ln } from '../../lib/math.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { CachedUntil, EarlyRefresh } from './early-refresh.ts'

/**
 * Probabilistic early expiration: each reader runs its own clock ahead by an exponential lot, scaled to the time that a
 * recomputation takes, so that one of many readers refreshes shortly before the expiry and the rest find it done.
 * Paper: Vattani, Chierichetti, Lowenstein, "Optimal probabilistic cache stampede prevention" (VLDB 2015), figure 3:
 * refresh if now - delta * beta * ln(u) >= expiry. Compare: linear-early-refresh (the naive rule), coalescer (one
 * flight at a time, but all wait). Cost: one logarithm a read. Invariant: at the expiry and after it, always due.
 */
export class XFetch implements EarlyRefresh {
  readonly #beta: number

  /** `beta`: above 1 refreshes earlier, below 1 later; 1 is the paper's choice. */
  constructor(options: { beta: number }) {
    assert(options.beta > 0 && Number.isFinite(options.beta), 'beta is a positive number')
    this.#beta = options.beta
  }

  isDue(now: Nanos, { expiresAt, recomputeNanos }: CachedUntil, random: RandomStream): boolean {
    const u = 1 - random.uniform53() // in (0, 1]
    return now - recomputeNanos * this.#beta * ln(u) >= expiresAt
  }

  probability(now: Nanos, { expiresAt, recomputeNanos }: CachedUntil): number {
    return now >= expiresAt ? 1 : exp((now - expiresAt) / (recomputeNanos * this.#beta))
  }

  inspect() {
    return { rule: 'xfetch', beta: this.#beta } as const
  }
}
