import type { RandomStream } from '../../lib/random.ts'
import type { BalancerMember } from './balancer.ts'

/**
 * The position of an available member other than `except` (−1: no exception), each as likely; −1 when there is none.
 * One draw, none when there is no choice.
 * Paper: none. Compare: drawing until an available one comes up, which may take for ever. Cost: O(members).
 * Invariant: only an available member other than `except` is drawn.
 */
export function drawAvailable(
  members: readonly BalancerMember[],
  stream: RandomStream,
  except: number,
): number {
  let count = 0
  let only = -1
  for (let at = 0; at < members.length; at++) {
    if (!members[at].available || at === except) continue
    count += 1
    only = at
  }
  if (count <= 1) return only
  let left = stream.below(count)
  for (let at = 0; at < members.length; at++) {
    if (members[at].available && at !== except && left-- === 0) return at
  }
  return only
}
