import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HedgeDelay } from './hedge-delay.ts'

test('is the nearest-rank quantile of the latest latencies, whatever came before', () => {
  const latencies = fc.array(fc.nat(50), { minLength: 1, maxLength: 120 })
  fc.assert(
    fc.property(
      latencies,
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 30 }),
      (all, percent, samplesMax) => {
        const hedge = new HedgeDelay({ quantile: percent / 100, samplesMax, samplesMin: 1 })
        for (const [i, latency] of all.entries()) {
          hedge.record(latency)
          const latest = all.slice(Math.max(0, i + 1 - samplesMax), i + 1).sort((a, b) => a - b)
          const rank = Math.ceil((percent * latest.length) / 100)
          expect(hedge.delay()).toBe(latest[rank - 1])
        }
      },
    ),
    { seed: 2013 },
  )
})

test('the seventh of a hundred is the 0.07 quantile, although 0.07 × 100 is a hair over 7', () => {
  const hedge = new HedgeDelay({ quantile: 0.07, samplesMax: 100, samplesMin: 1 })
  for (let latency = 1; latency <= 100; latency++) hedge.record(latency)
  expect(hedge.delay()).toBe(7)
})

test('does not hedge before it knows enough, and says so in plain data', () => {
  const hedge = new HedgeDelay({ quantile: 0.95, samplesMax: 100, samplesMin: 3 })
  hedge.record(5)
  hedge.record(7)
  expect(hedge.delay()).toBe(Infinity)
  expect(hedge.inspect()).toEqual({ samples: 2, quantile: 0.95, delayNanos: null })
  hedge.record(6)
  expect(hedge.inspect()).toEqual({ samples: 3, quantile: 0.95, delayNanos: 7 })
})

test('refuses a quantile outside (0, 1), and more samples needed than kept', () => {
  expect(() => new HedgeDelay({ quantile: 1, samplesMax: 10, samplesMin: 1 })).toThrow(
    'quantile is between 0 and 1',
  )
  expect(() => new HedgeDelay({ quantile: 0.5, samplesMax: 10, samplesMin: 11 })).toThrow('samplesMin')
  expect(() => new HedgeDelay({ quantile: 0.5, samplesMax: 10, samplesMin: 1 }).record(-1)).toThrow(
    'not negative',
  )
})
