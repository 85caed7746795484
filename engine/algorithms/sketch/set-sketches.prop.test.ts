import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { CountingBloomFilter } from './counting-bloom-filter.ts'
import { HyperLogLog } from './hyper-log-log.ts'
import { QuantileSketch } from './quantile-sketch.ts'

const settings = { numRuns: 100 }

describe('HyperLogLog', () => {
  it.each([10, 300, 5_000, 60_000])(
    'is within two standard errors 95 times in a hundred: %i different items',
    (items) => {
      const errors = Array.from({ length: 200 }, (_, run) => {
        const sketch = new HyperLogLog({ precision: 10 })
        for (let i = 0; i < items; i++) sketch.add(run * 1_000_003 + i * 7)
        return Math.abs(sketch.estimate() / items - 1) / sketch.standardError
      })
      expect(errors.filter((error) => error > 2).length).toBeLessThanOrEqual(18) // 10 expected; 18 is 2.6 sigma above
    },
  )

  it('counts an item once however often it comes, and merges to what one sketch would be', () => {
    const item = fc.nat(100_000)
    fc.assert(
      fc.property(fc.array(item), fc.array(item), (ours, theirs) => {
        const [merged, other, one] = Array.from({ length: 3 }, () => new HyperLogLog({ precision: 6 }))
        for (const each of [...ours, ...ours]) merged.add(each)
        for (const each of theirs) other.add(each)
        for (const each of [...theirs, ...ours]) one.add(each)
        merged.merge(other)
        expect(merged.estimate()).toBe(one.estimate())
        merged.inspect()
        expect(merged.estimate()).toBe(one.estimate())
      }),
      settings,
    )
  })

  it('is empty when it is', () => {
    const sketch = new HyperLogLog({ precision: 12 })
    expect(sketch.estimate()).toBe(0)
    sketch.add(5)
    expect(Math.round(sketch.estimate())).toBe(1)
    sketch.clear()
    expect(sketch.estimate()).toBe(0)
  })
})

describe('CountingBloomFilter', () => {
  it('never denies what is in it, whatever was taken out', () => {
    const key = fc.nat(200)
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 300 }), (steps) => {
        const filter = new CountingBloomFilter({ keys: 100, falsePositiveRate: 0.05 })
        const inside = new Map<number, number>()
        for (const [each, adds] of steps) {
          const times = inside.get(each) ?? 0
          if (adds) filter.add(each)
          else if (times > 0) filter.remove(each)
          inside.set(each, Math.max(0, times + (adds ? 1 : -1)))
          for (const [one, count] of inside) if (count > 0) expect(filter.mayContain(one)).toBe(true)
        }
      }),
      { ...settings, numRuns: 60 },
    )
  })

  it.each([0.1, 0.01, 0.001])(
    'lets pass as many absent keys as theory says, also after half were taken out: %f',
    (rate) => {
      const filter = new CountingBloomFilter({ keys: 10_000, falsePositiveRate: rate })
      for (let key = 0; key < 20_000; key++) filter.add(key * 3)
      for (let key = 10_000; key < 20_000; key++) filter.remove(key * 3)
      const random = new RandomStream(5, 'absent')
      let passed = 0
      for (let i = 0; i < 200_000; i++) if (filter.mayContain(2 ** 40 + random.below(2 ** 32))) passed++
      const expected = 200_000 * rate
      expect(Math.abs(passed - expected)).toBeLessThan(5 * Math.sqrt(expected) + 0.06 * expected)
      expect(Math.abs(filter.falsePositiveRate() / rate - 1)).toBeLessThan(0.06)
    },
  )

  it('merges by adding, and keeps full counters full', () => {
    const [ours, theirs] = [0, 1].map(() => new CountingBloomFilter({ keys: 50, falsePositiveRate: 0.01 }))
    for (let i = 0; i < 40; i++) ours.add(7)
    theirs.add(8)
    ours.merge(theirs)
    for (let i = 0; i < 39; i++) ours.remove(7)
    expect(ours.mayContain(7) && ours.mayContain(8)).toBe(true)
    expect(ours.keys).toBe(2)
    expect(() => new CountingBloomFilter({ keys: 5, falsePositiveRate: 0.01 }).remove(3)).toThrow(
      'that was added',
    )
  })
})

describe('QuantileSketch', () => {
  const value = fc.oneof(fc.nat(1_000_000), fc.constant(0), fc.double({ min: 1, max: 1e6, noNaN: true }))
  it('is within its relative error at every quantile, also when merged', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.array(value),
        fc.constantFrom(0.005, 0.01, 0.05),
        (ours, theirs, error) => {
          const [sketch, other] = [0, 1].map(() => new QuantileSketch({ error, lowest: 1, highest: 1e6 }))
          for (const each of ours) sketch.add(each)
          for (const each of theirs) other.add(each)
          sketch.merge(other)
          const sorted = [...ours, ...theirs].sort((a, b) => a - b)
          for (const q of [0, 0.1, 0.5, 0.9, 0.99, 1]) {
            const exact = sorted[Math.floor(q * (sorted.length - 1))]
            expect(Math.abs(sketch.quantile(q) - exact)).toBeLessThanOrEqual(error * exact * (1 + 1e-9))
          }
        },
      ),
      settings,
    )
  })

  it('says nothing of nothing', () => {
    const sketch = new QuantileSketch({ error: 0.01, lowest: 1, highest: 100 })
    expect(sketch.quantile(0.5)).toBeNaN()
    expect(() => new QuantileSketch({ error: 1, lowest: 1, highest: 2 })).toThrow('between 0 and 1')
  })
})
