import type { RandomStream } from '../../../lib/random.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { Balancer, BalancerMember, BalancerSpec } from '../balancer.ts'

/**
 * Random by weight: needs to know nothing, and n requests on n members leave one with about ln n / ln ln n of them.
 * Paper: Raab and Steger, "Balls into bins" (1998). Compare: power of two choices. Cost: O(members) a pick, one draw.
 * Invariant: only available members are picked, each in proportion to its weight.
 */
export class RandomPick implements Balancer {
  pick(_now: Nanos, members: readonly BalancerMember[], _keyHash: number, stream: RandomStream): number {
    let total = 0
    for (const member of members) if (member.available) total += member.weight
    let left = stream.uniform53() * total
    let last = -1
    for (let at = 0; at < members.length; at++) {
      if (!members[at].available) continue
      last = at
      left -= members[at].weight
      if (left < 0) return at
    }
    return last // rounding may leave a last crumb
  }

  observe(): void {}

  inspect() {
    return {}
  }
}

export const balancer: BalancerSpec = {
  name: 'random',
  title: 'Random',
  summary: 'Any member, in proportion to weight; needs no state, and is uneven by chance.',
  usesWeights: true,
  usesKeys: false,
  create: () => new RandomPick(),
}
