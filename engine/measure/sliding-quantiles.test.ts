import { describe, expect, test } from 'vitest'
import { RandomStream } from '../lib/random.ts'
import { SlidingQuantiles } from './sliding-quantiles.ts'

const SHARES = [0.5, 0.9, 0.99, 0.999, 1]

/** The exact nearest-rank quantiles. */
function exact(values: number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return SHARES.map((share) => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1])
}

describe('sliding quantiles', () => {
  test('are those of the last intervals and no others, within 0.1 percent', () => {
    const slots = 4
    const quantiles = new SlidingQuantiles(slots)
    const random = new RandomStream(1, 'values')
    const intervals: number[][] = [[]]
    for (let interval = 0; interval < 40; interval++) {
      const count = interval % 7 === 3 ? 0 : random.below(200)
      for (let i = 0; i < count; i++) {
        const value = random.below(random.chance(0.1) ? 4e9 : 1e6 * (interval + 1))
        intervals.at(-1)!.push(value)
        quantiles.record(value)
      }
      const window = intervals.slice(-slots).flat()
      expect(quantiles.count).toBe(window.length)
      const readings = quantiles.read(SHARES)
      if (window.length === 0) expect(readings).toEqual(SHARES.map(() => NaN))
      else
        exact(window).forEach((value, i) =>
          expect(Math.abs(readings[i] - value)).toBeLessThanOrEqual(value * 0.001),
        )
      quantiles.advance()
      intervals.push([])
    }
  })

  test('of small numbers are exact, and of very large ones do not fail', () => {
    const quantiles = new SlidingQuantiles(2)
    for (let value = 0; value <= 100; value++) quantiles.record(value)
    expect(quantiles.read([0.01, 0.5, 1])).toEqual([1, 50, 100])
    quantiles.record(2 ** 52)
    expect(quantiles.count).toBe(102)
  })

  test('forget everything when nothing has happened for as long as they look back', () => {
    const quantiles = new SlidingQuantiles(3)
    quantiles.record(5)
    for (let i = 0; i < 3; i++) quantiles.advance()
    expect(quantiles.read([0.5])).toEqual([NaN])
    quantiles.record(9)
    expect(quantiles.read([0.5])).toEqual([9])
  })
})
