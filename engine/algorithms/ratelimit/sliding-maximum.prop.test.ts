import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RateEnvelope } from './rate-envelope.ts'
import { SlidingMaximum } from './sliding-maximum.ts'

const arrivals = fc
  .array(fc.record({ wait: fc.oneof(fc.constant(0), fc.nat(12)), cost: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    let now = 0
    return steps.map(({ wait, cost }) => ({ now: (now += wait), cost }))
  })

test('the worst window is the one found by trying every start', () => {
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 30 }), (all, windowNanos) => {
      const judge = new SlidingMaximum({ windowNanos })
      for (const { now, cost } of all) judge.add(now, cost)
      const countFrom = (start: number) =>
        all.reduce((sum, { now, cost }) => (now >= start && now < start + windowNanos ? sum + cost : sum), 0)
      let worst = 0
      for (let start = -windowNanos; start <= (all.at(-1)?.now ?? 0); start++) {
        worst = Math.max(worst, countFrom(start))
      }
      expect(judge.maximum).toBe(worst)
      expect(countFrom(judge.maximumAtNanos - windowNanos + 1)).toBe(worst)
    }),
  )
})

test('two requests exactly one window apart are not in one window', () => {
  const judge = new SlidingMaximum({ windowNanos: 10 })
  expect([judge.add(0), judge.add(9), judge.add(10), judge.add(19)]).toEqual([1, 2, 2, 2])
  expect(() => judge.add(18)).toThrow('time does not run backwards')
})

test('the envelope is the largest count − rate × t over every pair of arrivals', () => {
  const rate = fc.record({
    limit: fc.integer({ min: 1, max: 9 }),
    windowNanos: fc.integer({ min: 1, max: 40 }),
  })
  fc.assert(
    fc.property(arrivals, rate, (all, { limit, windowNanos }) => {
      const envelope = new RateEnvelope({ limit, windowNanos })
      for (const { now, cost } of all) envelope.add(now, cost)
      let worst = 0 // in 1/window of a request, so that it stays whole
      for (let i = 0; i < all.length; i++) {
        let count = 0
        for (let j = i; j < all.length; j++) {
          count += all[j].cost
          worst = Math.max(worst, count * windowNanos - (all[j].now - all[i].now) * limit)
        }
      }
      expect(envelope.burst).toBeCloseTo(worst / windowNanos, 9)
      const enough = Math.ceil(worst / windowNanos)
      expect([envelope.within(enough), envelope.within(enough - 1)]).toEqual([true, false])
    }),
  )
})
