import { describe, expect, test } from 'vitest'
import { RandomStream } from '../random.ts'
import { Zipf } from './zipf.ts'

const DRAWS = 200_000

/** 1 + 2^-s + … + n^-s: the first thousand one by one, the rest by the formula of Euler and Maclaurin. */
function sumOfPowers(n: number, s: number): number {
  let sum = 0
  const exact = Math.min(n, 1_000)
  for (let r = 1; r <= exact; r++) sum += r ** -s
  if (n <= exact) return sum
  const integral = s === 1 ? Math.log(n / exact) : (n ** (1 - s) - exact ** (1 - s)) / (1 - s)
  return sum + integral + (n ** -s - exact ** -s) / 2 + (s * (exact ** (-s - 1) - n ** (-s - 1))) / 12
}

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

  test.each([0, 0.5, 0.99, 1, 1.3, 2.2])('fits over a hundred million keys, exponent %f', (exponent) => {
    const keys = 1e8
    const zipf = new Zipf({ keys, exponent })
    const random = new RandomStream(8, `many ${exponent}`)
    // One range of ranks to every doubling.
    const counts = new Float64Array(27)
    for (let i = 0; i < DRAWS; i++) counts[31 - Math.clz32(zipf.next(random) + 1)]++
    const total = sumOfPowers(keys, exponent)
    let chiSquare = 0
    let ranges = 0
    counts.forEach((count, octave) => {
      const last = Math.min(keys, 2 ** (octave + 1) - 1)
      const due = (DRAWS * (sumOfPowers(last, exponent) - sumOfPowers(2 ** octave - 1, exponent))) / total
      if (due < 5) return
      chiSquare += (count - due) ** 2 / due
      ranges++
    })
    // Wilson and Hilferty: the 0.999 quantile of chi-square with so many degrees of freedom.
    const freedom = ranges - 1
    expect(chiSquare).toBeLessThan(
      freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3,
    )
    expect(ranges).toBeGreaterThan(5)
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
