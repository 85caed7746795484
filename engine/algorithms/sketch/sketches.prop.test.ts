import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { ExactCounts } from './algorithm/exact.ts'
import { SpaceSaving } from './algorithm/space-saving.ts'
import { byRank, type HeavyHitters } from './heavy-hitters.ts'
import { SKETCHES, createSketch } from './sketches.ts'
import { STREAMS, countsOf, optionsFor } from './stream.bed.ts'

const LENGTH = 20_000
const SEEDS = [1, 2]
const sound = SKETCHES.filter(({ broken }) => broken !== true).map(({ name }) => name)
const streams = Object.entries(STREAMS)
const settings = { numRuns: 60 }

function fed(sketch: HeavyHitters, items: readonly number[]): HeavyHitters {
  for (const item of items) sketch.add(item)
  return sketch
}

/** The share of different items whose estimate is further off than the sketch says it may be. */
function outside(sketch: HeavyHitters, truth: ReadonlyMap<number, number>, atLeast = 0): number {
  const { overMost, underMost } = sketch.bound()
  let off = 0
  let looked = 0
  for (const [item, count] of truth) {
    if (count < atLeast) continue
    looked++
    const error = sketch.estimate(item) - count
    if (error > overMost + 1e-9 || -error > underMost + 1e-9) off++
  }
  return looked === 0 ? 0 : off / looked
}

/** HeavyKeeper speaks of items as high as those it ranks; the others of all items. */
const speaksOf = (name: string, sketch: HeavyHitters) =>
  name === 'heavy-keeper' ? (sketch.top(1_000).at(-1)?.count ?? 0) : 0

describe.each(sound)('%s', (name) => {
  it.each(streams)('keeps its bound at its confidence: %s', (_stream, make) => {
    for (const seed of SEEDS) {
      const items = make(LENGTH, seed)
      const sketch = fed(createSketch(name, optionsFor(seed)), items)
      expect(sketch.total).toBe(LENGTH)
      const { confidence } = sketch.bound()
      expect(outside(sketch, countsOf(items), speaksOf(name, sketch))).toBeLessThanOrEqual(1 - confidence)
    }
  })

  it.each(streams)(
    'keeps the bound of both streams when two are merged, and goes on from there: %s',
    (_stream, make) => {
      for (const seed of SEEDS) {
        const [ours, theirs, later] = [
          make(LENGTH / 2, seed),
          make(LENGTH, seed + 100).slice(LENGTH / 2),
          make(5_000, seed + 7),
        ]
        const merged = fed(createSketch(name, optionsFor(seed)), ours)
        merged.merge(fed(createSketch(name, optionsFor(seed)), theirs))
        const truth = countsOf([...ours, ...theirs])
        expect(merged.total).toBe(LENGTH)
        expect(outside(merged, truth, speaksOf(name, merged))).toBeLessThanOrEqual(
          1 - merged.bound().confidence,
        )
        fed(merged, later)
        const all = countsOf([...ours, ...theirs, ...later])
        expect(outside(merged, all, speaksOf(name, merged))).toBeLessThanOrEqual(
          1 - merged.bound().confidence,
        )
      }
    },
  )

  it('ranks by its estimates, highest first, and finds the favourites of a skewed stream', () => {
    const items = STREAMS.zipf(LENGTH, 5)
    const sketch = fed(createSketch(name, optionsFor(5, { width: 2_000, counters: 1_000 })), items)
    const top = sketch.top(20)
    expect(top).toEqual(top.toSorted(byRank))
    const truth = new Set(
      [...countsOf(items)]
        .map(([item, count]) => ({ item, count }))
        .sort(byRank)
        .slice(0, 20)
        .map(({ item }) => item),
    )
    expect(top.filter(({ item }) => truth.has(item)).length).toBeGreaterThanOrEqual(18)
  })

  it('is not changed by being looked at, and is empty after clearing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 400 }), (items) => {
        const looked = createSketch(name, optionsFor(3, { counters: 20, width: 50 }))
        const left = createSketch(name, optionsFor(3, { counters: 20, width: 50 }))
        for (const item of items) {
          looked.add(item)
          left.add(item)
          looked.inspect()
          looked.top(5)
          looked.estimate(item)
          looked.bound()
        }
        expect(looked.top(50)).toEqual(left.top(50))
        looked.clear()
        expect([looked.total, looked.top(9), looked.estimate(1)]).toEqual([0, [], 0])
      }),
      settings,
    )
  })
})

describe('on short streams, against a map', () => {
  const item = fc.oneof(fc.nat(8), fc.nat(60), fc.constantFrom(4_294_967_295, 2_147_483_648))
  it.each(sound.filter((name) => name !== 'heavy-keeper'))(
    '%s never errs in the direction it excludes',
    (name) => {
      fc.assert(
        fc.property(
          fc.array(item, { maxLength: 300 }),
          fc.array(item, { maxLength: 300 }),
          fc.integer({ min: 1, max: 12 }),
          (ours, theirs, counters) => {
            const options = optionsFor(2, { counters, width: 7, depth: 3 })
            const sketch = fed(createSketch(name, options), ours)
            sketch.merge(fed(createSketch(name, options), theirs))
            fed(sketch, ours.slice(0, 20))
            const { overMost, underMost, confidence } = sketch.bound()
            for (const [each, count] of countsOf([...ours, ...theirs, ...ours.slice(0, 20)])) {
              if (underMost === 0) expect(sketch.estimate(each)).toBeGreaterThanOrEqual(count)
              else expect(sketch.estimate(each)).toBeGreaterThanOrEqual(count - underMost)
              if (confidence === 1) expect(sketch.estimate(each)).toBeLessThanOrEqual(count + overMost)
            }
          },
        ),
        { ...settings, numRuns: 300 },
      )
    },
  )

  it('the exact table is a map', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 2_000 }), (items) => {
        const table = fed(new ExactCounts(), items)
        const truth = [...countsOf(items)].map(([each, count]) => ({ item: each, count })).sort(byRank)
        expect(table.top(10_000)).toEqual(truth)
      }),
      settings,
    )
  })
})

describe('what papers claim', () => {
  test('Metwally et al., Lemma 3: the counters of Space-Saving add up to the length of the stream', () => {
    const sketch = fed(new SpaceSaving({ counters: 50 }), STREAMS.zipf(10_000, 1))
    expect(sketch.top(50).reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
  })

  test('Metwally et al., Theorem 2: every item that came more than N / k times has a counter', () => {
    const items = STREAMS['once each'](20_000, 4)
    const sketch = fed(new SpaceSaving({ counters: 100 }), items)
    const kept = new Set(sketch.top(100).map(({ item }) => item))
    for (const [item, count] of countsOf(items)) if (count > 200) expect(kept.has(item)).toBe(true)
  })

  test('Space-Saving says what an item has come at least', () => {
    const items = STREAMS.zipf(30_000, 2)
    const sketch = new SpaceSaving({ counters: 100 })
    fed(sketch, items)
    for (const [item, count] of countsOf(items)) expect(sketch.atLeast(item)).toBeLessThanOrEqual(count)
  })

  test('Manku, Motwani, section 4.2: Lossy Counting misses nobody above the support', () => {
    const support = 0.02
    const items = STREAMS.zipf(50_000, 3)
    const sketch = fed(createSketch('lossy-counting', optionsFor(1, { counters: 200 })), items)
    const reported = new Set(
      sketch
        .top(1e6)
        .filter(({ count }) => count >= (support - 1 / 200) * 50_000)
        .map(({ item }) => item),
    )
    for (const [item, count] of countsOf(items))
      if (count >= support * 50_000) expect(reported.has(item)).toBe(true)
  })

  test('Estan, Varghese: conservative update is never further off than plain Count-Min', () => {
    const items = STREAMS.zipf(40_000, 6)
    const plain = fed(createSketch('count-min', optionsFor(6)), items)
    const conservative = fed(createSketch('count-min-conservative', optionsFor(6)), items)
    let better = 0
    for (const [item] of countsOf(items)) {
      expect(conservative.estimate(item)).toBeLessThanOrEqual(plain.estimate(item))
      if (conservative.estimate(item) < plain.estimate(item)) better++
    }
    expect(better).toBeGreaterThan(1_000)
  })

  test('merging Count-Min matrices is counting both streams in one', () => {
    const [ours, theirs] = [STREAMS.zipf(10_000, 1), STREAMS.uniform(10_000, 2)]
    const merged = fed(createSketch('count-min', optionsFor(9)), ours)
    merged.merge(fed(createSketch('count-min', optionsFor(9)), theirs))
    const one = fed(createSketch('count-min', optionsFor(9)), [...ours, ...theirs])
    for (let item = 0; item < 3_000; item++) expect(merged.estimate(item)).toBe(one.estimate(item))
  })
})

describe('mistakes of the source', () => {
  test('Lossy Counting that prunes by the next bucket forgets who comes twice a bucket', () => {
    const items = Array.from({ length: 50_000 }, (_, i) => (i % 200 < 2 ? 7 : 1_000 + i))
    const wrong = fed(createSketch('lossy-counting-next-bucket', optionsFor(1, { counters: 200 })), items)
    const right = fed(createSketch('lossy-counting', optionsFor(1, { counters: 200 })), items)
    expect(right.estimate(7)).toBe(500)
    expect(wrong.estimate(7)).toBe(0)
    expect(outside(wrong, countsOf(items))).toBeGreaterThan(0)
  })

  test('Space-Saving with a stale heap evicts heavy hitters and then underestimates', () => {
    const items = STREAMS['once each'](20_000, 1)
    const wrong = fed(createSketch('space-saving-stale-heap', optionsFor(1, { counters: 100 })), items)
    expect(outside(wrong, countsOf(items), 200)).toBeGreaterThan(0.5)
  })
})
