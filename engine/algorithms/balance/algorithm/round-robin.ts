import type { Nanos } from '../../../lib/units.ts'
import type { Balancer, BalancerMember, BalancerSpec } from '../balancer.ts'

/**
 * Round robin: each available member in turn, whatever it can take and however busy it is.
 * Paper: none; folklore. Compare: smooth weighted round robin, least connections. Cost: O(1) a pick, O(members) past
 * unavailable ones. Invariant: among members that stay available, counts differ by at most one.
 */
export class RoundRobin implements Balancer {
  #last = -1

  pick(_now: Nanos, members: readonly BalancerMember[]): number {
    for (let step = 1; step <= members.length; step++) {
      const at = (this.#last + step) % members.length
      if (!members[at].available) continue
      this.#last = at
      return at
    }
    return -1
  }

  observe(): void {}

  inspect() {
    return { last: this.#last }
  }
}

export const balancer: BalancerSpec = {
  name: 'round-robin',
  title: 'Round robin',
  summary: 'Each in turn; fair in counts, blind to how busy or how slow a member is.',
  usesWeights: false,
  usesKeys: false,
  create: () => new RoundRobin(),
}
