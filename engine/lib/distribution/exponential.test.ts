import { describe, expect, test } from 'vitest'
import { RandomStream } from '../random.ts'
import { exponential } from './exponential.ts'
import { kolmogorovSmirnov, moments, sampled } from './goodness-of-fit.bed.ts'

const SAMPLES = 400_000

describe('the exponential', () => {
  test.each([1, 2, 3, 4])('fits its distribution, seed %i', (seed) => {
    const random = new RandomStream(seed, 'fit')
    const samples = sampled(SAMPLES, () => exponential(random))
    expect(kolmogorovSmirnov(samples, (x) => 1 - Math.exp(-x))).toBeLessThan(1.95)
    const { mean, variance, skewness } = moments(samples)
    expect(mean).toBeCloseTo(1, 2)
    expect(Math.abs(variance - 1)).toBeLessThan(0.02)
    expect(Math.abs(skewness - 2)).toBeLessThan(0.1)
  })

  test('reaches into the tail as often as it should', () => {
    const random = new RandomStream(9, 'tail')
    let beyond = 0
    for (let i = 0; i < 2_000_000; i++) if (exponential(random) > 8) beyond++
    const due = 2_000_000 * Math.exp(-8)
    expect(Math.abs(beyond - due)).toBeLessThan(4 * Math.sqrt(due))
  })

  test('is never negative, and the judge notices one that is slightly off', () => {
    const random = new RandomStream(5, 'fit')
    const samples = sampled(SAMPLES, () => exponential(random) * 1.01)
    expect(samples.every((x) => x >= 0)).toBe(true)
    expect(kolmogorovSmirnov(samples, (x) => 1 - Math.exp(-x))).toBeGreaterThan(1.95)
  })
})
