import type { Nanos } from '../../../lib/units.ts'
import type { Balancer, BalancerMember, BalancerSpec } from '../balancer.ts'

/**
 * Least connections: the member with the fewest requests in flight for its weight; equals in turn.
 * Paper: none; folklore (join the shortest queue: Winston, "Optimality of the shortest line discipline", 1977).
 * Compare: power of two choices, which needs no global view and does not herd when counts are stale.
 * Cost: O(members) a pick. Invariant: no available member has fewer in flight per weight than the one picked.
 */
export class LeastConnections implements Balancer {
  #last = -1

  pick(_now: Nanos, members: readonly BalancerMember[]): number {
    let best = -1
    for (let step = 1; step <= members.length; step++) {
      const at = (this.#last + step) % members.length
      if (!members[at].available) continue
      // a/v < b/w without a division
      if (
        best < 0 ||
        members[at].inFlight * members[best].weight < members[best].inFlight * members[at].weight
      ) {
        best = at
      }
    }
    if (best >= 0) this.#last = best
    return best
  }

  observe(): void {}

  inspect() {
    return { last: this.#last }
  }
}

export const balancer: BalancerSpec = {
  name: 'least-connections',
  title: 'Least connections',
  summary: 'The member with the fewest requests in flight for its weight.',
  usesWeights: true,
  usesKeys: false,
  create: () => new LeastConnections(),
}
