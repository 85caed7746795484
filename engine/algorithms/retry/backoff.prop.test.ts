import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { ms, s } from '../../lib/units.ts'
import { BACKOFF_SHAPES, Backoff, JITTERS } from './backoff.ts'

const stream = () => new RandomStream(2015, 'jitter')

test('without jitter: fixed, linear and exponential waits, up to the maximum', () => {
  const waits = (shape: (typeof BACKOFF_SHAPES)[number], multiplier?: number) => {
    const backoff = new Backoff({
      shape,
      jitter: 'none',
      baseNanos: ms(100),
      maximumNanos: ms(1000),
      multiplier,
    })
    return [1, 2, 3, 4, 5, 60].map((attempt) => backoff.wait(attempt, 0, stream()) / ms(1))
  }
  expect(waits('fixed')).toEqual([100, 100, 100, 100, 100, 100])
  expect(waits('linear')).toEqual([100, 200, 300, 400, 500, 1000])
  expect(waits('exponential')).toEqual([100, 200, 400, 800, 1000, 1000])
  expect(waits('exponential', 1.5)).toEqual([100, 150, 225, 337.5, 506.25, 1000])
})

test('any wait is a whole number of nanoseconds within its jitter’s bounds, unless the server asks for more', () => {
  const options = fc.record({
    shape: fc.constantFrom(...BACKOFF_SHAPES),
    jitter: fc.constantFrom(...JITTERS),
    baseNanos: fc.integer({ min: 0, max: 1000 }),
    maximumNanos: fc.integer({ min: 1000, max: 20_000 }),
  })
  fc.assert(
    fc.property(
      options,
      fc.integer({ min: 1, max: 40 }),
      fc.nat(20_000),
      fc.nat(50_000),
      (opts, attempt, before, least) => {
        const draws = stream()
        const backoff = new Backoff(opts)
        const plain = new Backoff({ ...opts, jitter: 'none' }).wait(attempt, 0, draws)
        for (let i = 0; i < 20; i++) {
          const wait = backoff.wait(attempt, before, draws)
          expect(Number.isInteger(wait)).toBe(true)
          const low = { none: plain, full: 0, equal: plain / 2, decorrelated: opts.baseNanos }[opts.jitter]
          const grown = Math.min(opts.maximumNanos, Math.max(opts.baseNanos, 3 * before))
          const high = opts.jitter === 'decorrelated' ? grown : plain
          expect(wait).toBeGreaterThanOrEqual(low)
          expect(wait).toBeLessThanOrEqual(high)
        }
        const asked = backoff.wait(attempt, before, draws, least)
        expect(asked).toBeGreaterThanOrEqual(least)
        expect(asked).toBeLessThanOrEqual(Math.max(least, opts.maximumNanos))
      },
    ),
  )
})

test('full jitter spreads evenly over the wait, equal jitter over its upper half', () => {
  const spread = (jitter: 'full' | 'equal' | 'decorrelated') => {
    const backoff = new Backoff({ shape: 'fixed', jitter, baseNanos: ms(100), maximumNanos: s(10) })
    const draws = stream()
    const waits = Array.from({ length: 4000 }, () => backoff.wait(1, ms(100), draws) / ms(1))
    return {
      mean: waits.reduce((sum, wait) => sum + wait, 0) / 4000,
      least: Math.min(...waits),
      most: Math.max(...waits),
    }
  }
  expect(spread('full').mean).toBeCloseTo(50, -1)
  expect(spread('full').least).toBeLessThan(1)
  expect(spread('equal').mean).toBeCloseTo(75, -1)
  expect(spread('equal').least).toBeGreaterThanOrEqual(50)
  expect(spread('decorrelated').mean).toBeCloseTo(200, -1.2)
  expect(spread('decorrelated').most).toBeGreaterThan(299)
})

test('refuses options that make no sense', () => {
  const good = { shape: 'fixed', jitter: 'none', baseNanos: 10, maximumNanos: 20 } as const
  expect(() => new Backoff({ ...good, baseNanos: -1 })).toThrow('baseNanos is a non-negative integer')
  expect(() => new Backoff({ ...good, maximumNanos: 5 })).toThrow('maximumNanos is at least baseNanos')
  expect(() => new Backoff({ ...good, multiplier: 0.5 })).toThrow('multiplier is at least 1')
  expect(() => new Backoff(good).wait(0, 0, stream())).toThrow('attempt is a positive integer')
})
