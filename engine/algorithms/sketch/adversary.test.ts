import { describe, expect, test } from 'vitest'
import type { HeavyHitters } from './heavy-hitters.ts'
import { createSketch } from './sketches.ts'
import { countsOf, optionsFor } from './stream.bed.ts'

/** Streams made against one sketch each: the worst that its paper allows, and what happens when its bound does not speak of it. */
function fed(sketch: HeavyHitters, items: readonly number[]): HeavyHitters {
  for (const item of items) sketch.add(item)
  return sketch
}
const worst = (sketch: HeavyHitters, items: readonly number[]) =>
  Math.max(...[...countsOf(items)].map(([item, count]) => Math.abs(count - sketch.estimate(item))))
/** Nothing may be further off than is said, and a stream made for it should get nearly there. */
function expectJustWithin(error: number, bound: number): void {
  expect(error).toBeLessThanOrEqual(bound)
  expect(error).toBeGreaterThan(0.9 * bound)
}

test('Misra, Gries: one item more than there are counters, in turn, takes away as much as N / (k + 1)', () => {
  const counters = 50
  const items = Array.from({ length: 51_000 }, (_, i) => i % (counters + 1))
  const sketch = fed(createSketch('misra-gries', optionsFor(1, { counters })), items)
  expectJustWithin(worst(sketch, items), sketch.bound().underMost)
})

test('Manku, Motwani: an item that comes once at the beginning of each bucket is forgotten at each end, ε N times', () => {
  const counters = 100
  const items = Array.from({ length: 20_000 }, (_, i) => (i % counters === 0 ? 7 : 1_000 + i))
  const sketch = fed(createSketch('lossy-counting', optionsFor(1, { counters })), items)
  expectJustWithin(countsOf(items).get(7)! - sketch.estimate(7), sketch.bound().underMost)
})

test('Metwally et al.: newcomers only, each of which takes over the lowest counter, put up to N / k too much on the last', () => {
  const counters = 50
  const items = Array.from({ length: 20_000 }, (_, i) => i)
  const sketch = fed(createSketch('space-saving', optionsFor(1, { counters })), items)
  expectJustWithin(
    worst(
      sketch,
      sketch.top(counters).map(({ item }) => item),
    ),
    sketch.bound().overMost,
  )
})

describe.each(['count-min', 'count-min-conservative'])('%s', (name) => {
  const options = (seed: number) => optionsFor(seed, { width: 20, depth: 2 })
  const TARGET = 5
  /** Items that share every cell with the target: one of them alone shows as the target. */
  const twins = (seed: number) => {
    const found: number[] = []
    for (let item = 1_000; found.length < 5; item++)
      if (fed(createSketch(name, options(seed)), [item]).estimate(TARGET) > 0) found.push(item)
    return found
  }

  test('Cormode, Muthukrishnan: who knows the hash functions puts the whole stream on one item; who does not cannot', () => {
    const known = twins(1)
    const items = [TARGET, ...Array.from({ length: 5_000 }, (_, i) => known[i % known.length])]
    // Conservative update does not help: each twin alone has the target's cells, and all of them count there.
    const sketch = fed(createSketch(name, options(1)), items)
    expect(sketch.estimate(TARGET)).toBeGreaterThan(sketch.bound().overMost)
    let beyond = 0
    const seeds = Array.from({ length: 40 }, (_, i) => i + 2)
    for (const seed of seeds) {
      const other = fed(createSketch(name, options(seed)), items)
      expect(other.estimate(TARGET)).toBeGreaterThanOrEqual(1)
      if (other.estimate(TARGET) - 1 > other.bound().overMost) beyond++
    }
    expect(beyond / seeds.length).toBeLessThanOrEqual(1 - createSketch(name, options(2)).bound().confidence)
  })
})

test('Yang et al.: strangers that come once each, after elephants, before them or between them, neither wear them down nor raise them', () => {
  const [count, strangers] = [200, 40_000]
  const elephants = Array.from({ length: 10 * count }, (_, i) => i % 10)
  const flood = Array.from({ length: strangers }, (_, i) => 10_000 + i)
  const between = elephants.flatMap((elephant, i) => [elephant, ...flood.slice(20 * i, 20 * (i + 1))])
  for (const items of [[...elephants, ...flood], [...flood, ...elephants], between]) {
    const sketch = fed(createSketch('heavy-keeper', optionsFor(3, { counters: 10, depth: 2 })), items)
    const estimates = Array.from({ length: 10 }, (_, elephant) => sketch.estimate(elephant))
    for (const estimate of estimates) expect(estimate).toBeLessThanOrEqual(count)
    const { underMost, confidence } = sketch.bound()
    const beyond = estimates.filter((estimate) => estimate < count - underMost)
    expect(beyond.length / estimates.length).toBeLessThanOrEqual(1 - confidence)
  }
})
