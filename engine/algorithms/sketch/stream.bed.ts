import { Zipf } from '../../lib/distribution/zipf.ts'
import { RandomStream } from '../../lib/random.ts'
import type { SketchOptions } from './heavy-hitters.ts'

/** Streams that sketches are tried on: favourites, none at all, and one that comes in turn, so that no counter is ever hit twice soon. */
export const STREAMS: Readonly<Record<string, (length: number, seed: number) => number[]>> = {
  zipf(length, seed) {
    const random = new RandomStream(seed, 'zipf')
    const zipf = new Zipf({ keys: 20_000, exponent: 1.1 })
    return Array.from({ length }, () => zipf.next(random))
  },
  uniform(length, seed) {
    const random = new RandomStream(seed, 'uniform')
    return Array.from({ length }, () => random.below(3_000))
  },
  /** A few favourites among items that come once. */
  'once each'(length, seed) {
    const random = new RandomStream(seed, 'once')
    return Array.from({ length }, (_, i) => (random.chance(0.3) ? random.below(20) : 1_000 + i))
  },
  'in turn': (length) => Array.from({ length }, (_, i) => (i % 2 === 0 ? i % 40 : 4_000_000_000 + (i % 901))),
}

/** The exact answer. */
export function countsOf(items: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

export const optionsFor = (seed: number, rest: Partial<SketchOptions> = {}): SketchOptions => ({
  width: 500,
  depth: 5,
  counters: 200,
  seed,
  random: new RandomStream(seed, 'sketch'),
  ...rest,
})
