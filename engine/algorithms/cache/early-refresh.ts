import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'

/** What a refresh rule needs to know of a cached entry. */
export interface CachedUntil {
  storedAt: Nanos
  expiresAt: Nanos
  /** How long it took to work the value out: the paper's delta. */
  recomputeNanos: Nanos
}

/** Decides, at a read, whether this reader works the value out anew although it has not expired. */
export interface EarlyRefresh {
  isDue(now: Nanos, entry: CachedUntil, random: RandomStream): boolean
  /** The chance that one read at `now` refreshes: 1 from the expiry on. */
  probability(now: Nanos, entry: CachedUntil): number
}
