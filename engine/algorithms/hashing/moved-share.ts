import type { Router } from './router.ts'

/**
 * The share of keys that two routers send to different members, counted over the given key hashes.
 * Paper: none. Compare: HashRing.movedShare, exact over all hashes. Cost: two routes a key.
 * Invariant: 0 for a copy; at least 1/(N+1) of evenly spread keys when a member joined N and the load stays even.
 */
export function movedShare(before: Router, after: Router, keyHashes: ArrayLike<number>): number {
  let moved = 0
  for (let i = 0; i < keyHashes.length; i++) {
    if (before.route(keyHashes[i]) !== after.route(keyHashes[i])) moved += 1
  }
  return keyHashes.length === 0 ? 0 : moved / keyHashes.length
}
