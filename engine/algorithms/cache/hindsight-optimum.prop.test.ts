import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { HindsightOptimum } from './hindsight-optimum.ts'
import { POLICIES } from './policies.ts'

const settings = { numRuns: 300 }
const event = fc.record({
  key: fc.integer({ min: 0, max: 5 }),
  what: fc.constantFrom('look', 'look', 'look', 'look', 'store', 'forget'),
})
type Event = { key: number; what: string }

/** The most hits there can be: after each event, every choice of what to keep is followed. */
function mostHits(events: readonly Event[], capacity: number): number {
  let states = new Map<number, number>([[0, 0]]) // bits of the keys kept to the most hits so far
  for (const { key, what } of events) {
    const after = new Map<number, number>()
    const reach = (kept: number, hits: number) => {
      if ((after.get(kept) ?? -1) < hits) after.set(kept, hits)
    }
    for (const [kept, hits] of states) {
      const bit = 1 << key
      const now = hits + (what === 'look' && (kept & bit) !== 0 ? 1 : 0)
      if (what === 'forget') {
        reach(kept & ~bit, now)
        continue
      }
      reach(kept, now)
      if ((kept & bit) !== 0) continue
      if (countBits(kept) < capacity) reach(kept | bit, now)
      for (let out = 0; out < 6; out++) if (kept & (1 << out)) reach((kept & ~(1 << out)) | bit, now)
    }
    states = after
  }
  return Math.max(...states.values())
}

const countBits = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + countBits(bits >>> 1))

function hitsOf(events: readonly Event[], capacity: number): number {
  const optimum = new HindsightOptimum({ capacity })
  let hits = 0
  for (const { key, what } of events) {
    if (what === 'look') hits += optimum.lookUp(key) ? 1 : 0
    else if (what === 'store') optimum.store(key)
    else optimum.forget(key)
  }
  return hits
}

it('has as many hits as the best of all ways to keep keys', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (events, capacity) => {
      expect(hitsOf(events, capacity)).toBe(mostHits(events, capacity))
    }),
    settings,
  )
})

it('is beaten by no policy', () => {
  const real = POLICIES.filter(({ role }) => role === 'real')
  const random = new RandomStream(3, 'optimum')
  for (const spec of real) {
    const capacity = 20
    const policy = spec.create({ capacity, random })
    const optimum = new HindsightOptimum({ capacity })
    let hits = 0
    let most = 0
    for (let i = 0; i < 5_000; i++) {
      const key = random.below(1 + random.below(100))
      hits += policy.access(key) ? 1 : 0
      most += optimum.lookUp(key) ? 1 : 0
    }
    expect(most, policy.name).toBeGreaterThan(hits)
  }
})

it('forgets keys that cannot be hits any more, which changes nothing', () => {
  const optimum = new HindsightOptimum({ capacity: 2 })
  for (let key = 0; key < 100_000; key++) {
    optimum.lookUp(key)
    optimum.lookUp(1_000_000)
    optimum.lookUp(1_000_001)
  }
  expect(optimum.inspect().keys).toBeLessThan(5_000)
})
