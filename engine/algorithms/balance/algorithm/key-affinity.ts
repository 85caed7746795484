import type { Nanos } from '../../../lib/units.ts'
import { rendezvousSalt, rendezvousScore } from '../../hashing/algorithm/rendezvous.ts'
import type { Balancer, BalancerMember, BalancerSpec } from '../balancer.ts'

/**
 * Key affinity: a key stays on one member as long as it is available (rendezvous hashing), so that what the member has
 * cached for it is found again. A hot key makes a hot member.
 * Paper: Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (1998). Compare: round robin, which
 * spreads each key over all caches. Cost: O(members) a pick.
 * Invariant: when a member becomes unavailable only its keys move; when it is back, they come back.
 */
export class KeyAffinity implements Balancer {
  readonly #salts: number[] = []

  pick(_now: Nanos, members: readonly BalancerMember[], keyHash: number): number {
    let best = -1
    let bestScore = -Infinity
    for (let at = 0; at < members.length; at++) {
      const { id, available } = members[at]
      if (!available) continue
      const salt = (this.#salts[id] ??= rendezvousSalt(id, 0))
      const score = rendezvousScore(keyHash, salt)
      if (score > bestScore) {
        best = at
        bestScore = score
      }
    }
    return best
  }

  observe(): void {}

  inspect() {
    return {}
  }
}

export const balancer: BalancerSpec = {
  name: 'key-affinity',
  title: 'Key affinity (rendezvous)',
  summary: 'A key stays on one member while that is available: warm caches, and hot members for hot keys.',
  usesWeights: false,
  usesKeys: true,
  create: () => new KeyAffinity(),
}
