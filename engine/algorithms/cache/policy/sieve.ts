import type { PolicySpec } from '../eviction-policy.ts'
import { HandPolicy } from '../hand-policy.ts'

const QUEUE = 1

/**
 * Sieve: a queue and a hand. New entries enter at the front; the hand walks from the back to the front, clears the
 * marks of entries that were hit, leaves them where they stand, and evicts the first unmarked one.
 * Paper: Zhang, Yang, Yue, Vigfusson, Rashmi, "SIEVE is simpler than LRU" (NSDI 2024), algorithm 1. No departure.
 * Compare: clock, which puts new entries behind the hand, and so sifts less. Not scan-resistant by itself.
 * Cost: O(1) amortised; a hit writes one mark. Invariant: the queue is in order of admission.
 */
export class Sieve extends HandPolicy {
  readonly name = 'sieve'

  protected insert(key: number, units: number): boolean {
    this.makeRoom(units)
    this.table.add(QUEUE, key, units)
    return true
  }
}

export const policy: PolicySpec = {
  name: 'sieve',
  title: 'SIEVE',
  summary:
    'Keeps popular keys where they are and lets a hand sift out new keys that were not asked for again.',
  role: 'real',
  create: (options) => new Sieve(options),
}
