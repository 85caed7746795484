import type { Nanos } from '../../lib/units.ts'
import type { World } from '../../run/world.ts'

/** Digests of runs straight through, by seed: each is run once, however many ways are held against it. */
export function straightDigests(worldOf: (seed: number) => World, until: Nanos): (seed: number) => string {
  const known = new Map<number, string>()
  return (seed) => {
    const world = known.has(seed) ? null : worldOf(seed)
    world?.runUntil(until)
    if (world !== null) known.set(seed, world.digest())
    return known.get(seed)!
  }
}
