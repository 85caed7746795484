import { expect, test } from 'vitest'
import { ms } from '../../../lib/units.ts'
import { GcraCore, limiter } from './gcra.ts'

// Its decisions are compared with the token bucket's oracle in token-bucket.prop.test.ts.

test('the theoretical arrival time moves by one interval a request and never lags behind the clock', () => {
  const gcra = limiter.create({ limit: 10, windowNanos: ms(1000), burst: 3 })
  gcra.take(0)
  gcra.take(0)
  expect(gcra.inspect(0)).toMatchObject({
    theoreticalArrivalNanos: ms(200),
    earlyByNanos: ms(200),
    remaining: 1,
  })
  gcra.take(ms(500))
  expect(gcra.inspect(ms(500)).theoreticalArrivalNanos).toBe(ms(600))
})

test('an interval that is no whole number of nanoseconds is kept exactly', () => {
  const core = new GcraCore({ limit: 3, windowNanos: 10, burst: 1 })
  const state = core.initial(0)
  const decision = limiter.create({ limit: 1, windowNanos: 1 }).peek(0)
  const admitted = []
  for (let now = 0; now <= 30; now++) {
    core.decide(state, now, 1, decision, true)
    if (decision.allowed) admitted.push(now)
  }
  // a request may not be early, so each comes at the nanosecond after its instant of n × 10/3
  expect(admitted).toEqual([0, 4, 8, 12, 16, 20, 24, 28])
})

test('it needs the least memory of all: two numbers', () => {
  const gcra = limiter.create({ limit: 10_000, windowNanos: ms(1000) })
  for (let i = 0; i < 5000; i++) gcra.take(i)
  expect(gcra.bytes).toBe(8 * Object.values(gcra.export()).length)
  expect(gcra.bytes).toBe(16)
})
