import { RandomStream } from '../../lib/random.ts'
import type { Router } from './router.ts'

/** The same evenly spread key hashes for every test. */
export function someKeys(count: number): Uint32Array {
  const stream = new RandomStream(17, 'keys')
  return Uint32Array.from({ length: count }, () => stream.uint32())
}

/** Adds members 0 to count − 1. */
export function withMembers<Kind extends Router>(router: Kind, count: number): Kind {
  for (let member = 0; member < count; member++) router.add(member)
  return router
}

/** The largest number of keys on one member over the mean. */
export function skewOf(keys: Uint32Array, router: Router): number {
  const counts = new Map<number, number>()
  for (const key of keys) {
    const member = router.route(key)
    counts.set(member, (counts.get(member) ?? 0) + 1)
  }
  return (Math.max(...counts.values()) * router.members.length) / keys.length
}
