import type { PolicySpec } from '../eviction-policy.ts'
import { HandPolicy } from '../hand-policy.ts'

const RING = 1

/**
 * Clock, or second chance: entries stand in a ring; the hand spares an entry that was asked for since it last passed.
 * A new entry stands right behind the hand, so the hand comes to it last; its reference bit is clear.
 * Paper: Corbató, "A paging experiment with the Multics system" (1968). Departure: one bit, no adaptation.
 * Compare: lru, which it approximates; sieve, which differs only in where new entries stand.
 * Cost: O(1) amortised; a hit writes one mark. Invariant: behind the hand no mark is older than the last turn.
 */
export class Clock extends HandPolicy {
  readonly name = 'clock'

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    const slot = this.table.add(RING, key, units)
    if (this.hand !== RING) this.table.moveAfter(this.hand, slot)
    return true
  }
}

export const policy: PolicySpec = {
  name: 'clock',
  title: 'CLOCK',
  summary: 'Evicts the first key under a sweeping hand that was not asked for since the hand last passed.',
  role: 'real',
  create: (options) => new Clock(options),
}
