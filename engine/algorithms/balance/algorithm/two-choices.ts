import type { RandomStream } from '../../../lib/random.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { Balancer, BalancerMember, BalancerSpec } from '../balancer.ts'
import { drawAvailable } from '../draw-available.ts'

/**
 * Power of two choices: draws two members and takes the less loaded. Exponentially more even than one draw, and nearly
 * as good as looking at all; with stale counts it does not send everyone to the same member.
 * Paper: Mitzenmacher, "The power of two choices in randomized load balancing" (2001). Compare: random, least
 * connections. Cost: two draws and O(members) to skip unavailable ones. Invariant: never the more loaded of the two.
 */
export class TwoChoices implements Balancer {
  pick(_now: Nanos, members: readonly BalancerMember[], _keyHash: number, stream: RandomStream): number {
    const first = drawAvailable(members, stream, -1)
    const second = drawAvailable(members, stream, first)
    if (second < 0) return first
    const a = members[first]
    const b = members[second]
    return b.inFlight * a.weight < a.inFlight * b.weight ? second : first // without a division
  }

  observe(): void {}

  inspect() {
    return {}
  }
}

export const balancer: BalancerSpec = {
  name: 'two-choices',
  title: 'Power of two choices',
  summary: 'Draws two members and takes the one with fewer requests in flight.',
  usesWeights: true,
  usesKeys: false,
  create: () => new TwoChoices(),
}
