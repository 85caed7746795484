import { describe, expect, test } from 'vitest'
import { RandomStream } from '../random.ts'
import { Zipf } from './zipf.ts'

const DRAWS = 200_000

describe('Zipf', () => {
  test.each([0, 0.5, 0.99, 1, 1.2, 2.5])('draws ranks in proportion to r^-%f', (exponent) => {
    const keys = 50
    const zipf = new Zipf({ keys, exponent })
    const random = new RandomStream(7, `zipf ${exponent}`)
    const counts = new Float64Array(keys)
    for (let i = 0; i < DRAWS; i++) counts[zipf.next(random)]++
    const weights = Array.from({ length: keys }, (_, i) => (i + 1) ** -exponent)
    const total = weights.reduce((a, b) => a + b)
    // Chi-square with 49 degrees of freedom: 85.4 is the 0.999 quantile.
    const chiSquare = weights.reduce((sum, weight, i) => {
      const expected = (DRAWS * weight) / total
      return sum + (counts[i] - expected) ** 2 / expected
    }, 0)
    expect(chiSquare).toBeLessThan(85.4)
  })

  test('takes no more memory for a hundred million keys and stays in range', () => {
    const zipf = new Zipf({ keys: 1e8, exponent: 1 })
    const random = new RandomStream(1, 'many')
    let highest = 0
    for (let i = 0; i < 10_000; i++) highest = Math.max(highest, zipf.next(random))
    expect(highest).toBeGreaterThan(1e7)
    expect(highest).toBeLessThan(1e8)
  })

  test('one key is always that key', () => {
    const zipf = new Zipf({ keys: 1, exponent: 1.1 })
    const random = new RandomStream(1, 'one')
    for (let i = 0; i < 100; i++) expect(zipf.next(random)).toBe(0)
  })
})
