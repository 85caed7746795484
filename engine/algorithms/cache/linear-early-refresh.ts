import { assert } from '../../lib/assert.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { CachedUntil, EarlyRefresh } from './early-refresh.ts'

/**
 * The naive twin of XFetch: each read refreshes with a chance that grows in proportion to the entry's age. It knows
 * neither how long a recomputation takes nor how many readers there are: a hot key is refreshed early in its life, over
 * and over, a cold one not before it expires.
 * Paper: none; the sound rule is Vattani, Chierichetti, Lowenstein (2015). Compare: xfetch.
 * Cost: O(1) a read. Invariant: at the expiry and after it, always due.
 */
export class LinearEarlyRefresh implements EarlyRefresh {
  readonly #chanceAtExpiry: number

  /** `chanceAtExpiry`: the chance of a read just before the expiry; a read at half the age has half of it. */
  constructor(options: { chanceAtExpiry: number }) {
    const { chanceAtExpiry } = options
    assert(chanceAtExpiry > 0 && chanceAtExpiry <= 1, 'the chance at expiry is above 0 and at most 1')
    this.#chanceAtExpiry = chanceAtExpiry
  }

  isDue(now: Nanos, entry: CachedUntil, random: RandomStream): boolean {
    return random.chance(this.probability(now, entry))
  }

  probability(now: Nanos, { storedAt, expiresAt }: CachedUntil): number {
    if (now >= expiresAt) return 1
    return (this.#chanceAtExpiry * (now - storedAt)) / (expiresAt - storedAt)
  }

  inspect() {
    return { rule: 'linear', chanceAtExpiry: this.#chanceAtExpiry } as const
  }
}
