import { describe, expect, it } from 'vitest'
import { RandomStream } from '../lib/random.ts'
import { Histogram } from './histogram.ts'

const QUANTILES = [0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1]

/** The definition: the smallest value that at least ceil(q * n) values do not exceed. */
const exact = (sorted: number[], q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]

/** Samples of several shapes: even, spread over many powers of two, and with two far humps. */
function samples(shape: string, count: number): number[] {
  const stream = new RandomStream(1, shape)
  const draw: Record<string, () => number> = {
    uniform: () => stream.below(5_000_000),
    spread: () => Math.floor(stream.uniform53() * Number(`1e${stream.below(16)}`)),
    humps: () => (stream.chance(0.02) ? 30_000_000_000 : 2_000_000) + stream.below(1_000_000),
    small: () => stream.below(900),
  }
  return Array.from({ length: count }, draw[shape])
}

describe('histogram', () => {
  it.each(['uniform', 'spread', 'humps', 'small'])('has the quantiles of the sorted samples: %s', (shape) => {
    const values = samples(shape, 50_000)
    const histogram = new Histogram()
    for (const value of values) histogram.record(value)
    const sorted = values.toSorted((a, b) => a - b)
    for (const q of QUANTILES) {
      const expected = exact(sorted, q)
      expect(Math.abs(histogram.quantile(q) - expected)).toBeLessThanOrEqual(0.0005 * expected)
    }
    expect(histogram.quantile(0)).toBe(sorted[0])
    expect(histogram.quantile(1)).toBe(sorted.at(-1))
    expect([histogram.count, histogram.min, histogram.max]).toEqual([50_000, sorted[0], sorted.at(-1)])
    expect(histogram.mean).toBe(Number(values.reduce((sum, value) => sum + BigInt(value), 0n)) / 50_000)
  })

  it('is exact for small integers, whatever the order', () => {
    const histogram = new Histogram()
    for (let value = 1023; value >= 0; value--) histogram.record(value)
    for (let rank = 1; rank <= 1024; rank++) expect(histogram.quantile(rank / 1024)).toBe(rank - 1)
  })

  it('finds the right rank although q times n is rounded up in floating point', () => {
    const histogram = new Histogram()
    for (let value = 1; value <= 100; value++) histogram.record(value)
    expect(0.07 * 100).toBeGreaterThan(7)
    expect(histogram.quantile(0.07)).toBe(7)
  })

  it.each([1, 2, 5, 7, 10])(
    'puts every power of two and its neighbours within half a bucket at %i bits',
    (bits) => {
      for (let power = 1; power < 2 ** 53; power *= 2) {
        for (const value of [power - 1, power, power + 1, Math.floor(power * 1.37)]) {
          const histogram = new Histogram({ subBucketBits: bits })
          histogram.record(0)
          histogram.record(value)
          histogram.record(Number.MAX_SAFE_INTEGER)
          const error = Math.abs(histogram.quantile(0.5) - value)
          expect(error).toBeLessThanOrEqual(value / 2 ** (bits + 1))
        }
      }
    },
  )

  it('merged equals joint', () => {
    const joint = new Histogram()
    const parts = [new Histogram(), new Histogram(), new Histogram()]
    for (const [i, value] of samples('spread', 30_000).entries()) {
      joint.record(value)
      parts[i % 3 === 0 ? 0 : 1].record(value)
    }
    const merged = new Histogram()
    for (const part of parts) merged.merge(part)
    for (const q of QUANTILES) expect(merged.quantile(q)).toBe(joint.quantile(q))
    expect([merged.count, merged.min, merged.max, merged.sum]).toEqual([
      joint.count,
      joint.min,
      joint.max,
      joint.sum,
    ])
    expect(() => merged.merge(new Histogram({ subBucketBits: 5 }))).toThrow('same precision')
  })

  it('records a value many times as it would one by one', () => {
    const once = new Histogram()
    const many = new Histogram()
    for (const value of [3, 70_000, 5_000_000_000_001]) {
      for (let i = 0; i < 1000; i++) once.record(value)
      many.recordMany(value, 1000)
    }
    many.recordMany(1, 0)
    for (const q of QUANTILES) expect(many.quantile(q)).toBe(once.quantile(q))
    expect([many.count, many.min, many.max, many.mean]).toEqual([once.count, once.min, once.max, once.mean])
  })

  it('sums exactly beyond 2^53', () => {
    const histogram = new Histogram()
    for (let i = 0; i < 100_000; i++) histogram.record(1_000_000_000_001)
    expect(histogram.sum).toBe(1e17 + 100_000)
    expect(histogram.mean).toBe(1_000_000_000_001)
  })

  it('is empty at first and after a reset, and then says so with NaN', () => {
    const histogram = new Histogram()
    histogram.record(77_777_777)
    histogram.reset()
    for (const each of [histogram, new Histogram()]) {
      expect([each.count, each.mean, each.min, each.max, each.quantile(0.5)]).toEqual([0, NaN, NaN, NaN, NaN])
    }
    histogram.record(5)
    expect([histogram.quantile(0.5), histogram.mean, histogram.max]).toEqual([5, 5, 5])
  })

  it('refuses what is not a count of something', () => {
    const histogram = new Histogram()
    for (const value of [-1, 1.5, NaN, Infinity, 2 ** 53])
      expect(() => histogram.record(value)).toThrow('integers from 0')
    expect(() => histogram.recordMany(1, 0.5)).toThrow('whole number of times')
    expect(() => histogram.quantile(1.5)).toThrow('between 0 and 1')
    expect(() => new Histogram({ subBucketBits: 20 })).toThrow('sub-bucket bits')
  })
})
