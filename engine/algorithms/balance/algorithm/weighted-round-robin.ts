import type { Nanos } from '../../../lib/units.ts'
import type { Balancer, BalancerMember, BalancerSpec } from '../balancer.ts'

/**
 * Smooth weighted round robin: every available member earns its weight at each pick, the richest is chosen and pays
 * what all have earned, so that a heavy member's turns are spread out instead of coming in a row.
 * Paper: none; nginx commit 52327e0627f4 (2012). Compare: round robin, random by weight. Cost: O(members) a pick.
 * Invariant: in any run of picks as long as the sum of the (whole) weights, starting at one, each is chosen weight times.
 */
export class WeightedRoundRobin implements Balancer {
  /** What each member has earned, by id. */
  readonly #earned: number[] = []

  pick(_now: Nanos, members: readonly BalancerMember[]): number {
    let best = -1
    let total = 0
    for (let at = 0; at < members.length; at++) {
      const { id, weight, available } = members[at]
      if (!available) continue
      total += weight
      this.#earned[id] = (this.#earned[id] ?? 0) + weight
      if (best < 0 || this.#earned[id] > this.#earned[members[best].id]) best = at
    }
    if (best >= 0) this.#earned[members[best].id] -= total
    return best
  }

  observe(): void {}

  inspect() {
    return { earned: Array.from(this.#earned, (earned) => earned ?? 0) }
  }
}

export const balancer: BalancerSpec = {
  name: 'weighted-round-robin',
  title: 'Smooth weighted round robin',
  summary: 'Turns in proportion to weight, spread out evenly.',
  usesWeights: true,
  usesKeys: false,
  create: () => new WeightedRoundRobin(),
}
