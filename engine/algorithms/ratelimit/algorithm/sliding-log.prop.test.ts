import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { SlidingMaximum } from '../sliding-maximum.ts'
import { limiter as merged } from './sliding-log-merged.ts'
import { limiter } from './sliding-log.ts'

const options = fc.record({
  limit: fc.integer({ min: 1, max: 10 }),
  windowNanos: fc.integer({ min: 1, max: 60 }),
})
const plan = fc.array(
  fc.record({ wait: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(80)), cost: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 120 },
)

test('decides as a filtered list of all requests does, and no window ever holds more than the limit', () => {
  fc.assert(
    fc.property(options, plan, (opts, steps) => {
      const log = limiter.create(opts)
      const judge = new SlidingMaximum(opts)
      const accepted: number[] = []
      let now = 0
      for (const { wait, cost } of steps) {
        now += wait
        const inWindow = accepted.filter((time) => time > now - opts.windowNanos).length
        const { allowed, remaining } = log.take(now, cost)
        expect(allowed).toBe(inWindow + cost <= opts.limit)
        expect(remaining).toBe(opts.limit - inWindow - (allowed ? cost : 0))
        if (!allowed) continue
        judge.add(now, cost)
        for (let i = 0; i < cost; i++) accepted.push(now)
      }
      expect(judge.maximum).toBeLessThanOrEqual(opts.limit)
    }),
    { numRuns: 300 },
  )
})

test('the log keyed by time passes the limit as soon as two requests share a timestamp, and the judge sees it', () => {
  const opts = { limit: 5, windowNanos: s(1) }
  const wrong = merged.create(opts)
  const judge = new SlidingMaximum(opts)
  for (let i = 0; i < 40; i++) {
    const now = Math.floor(i / 10) * ms(1) // ten requests a millisecond
    if (wrong.take(now).allowed) judge.add(now)
  }
  expect(judge.maximum).toBe(40)
  const right = limiter.create(opts)
  for (let i = 0; i < 40; i++) right.take(Math.floor(i / 10) * ms(1))
  expect(right.inspect(ms(3)).total).toBe(5)
})

test('the log keyed by time is right while no two requests come within its last digit', () => {
  const opts = { limit: 5, windowNanos: ms(10) }
  const wrong = merged.create(opts)
  const right = limiter.create(opts)
  for (let now = 0; now < s(0.1); now += ms(0.7))
    expect(wrong.take(now).allowed).toBe(right.take(now).allowed)
})

test('memory follows the traffic up and down', () => {
  const log = limiter.create({ limit: 1000, windowNanos: ms(1) })
  const idle = log.bytes
  for (let now = 0; now < 1000; now++) log.take(now)
  expect(log.bytes).toBeGreaterThanOrEqual(1000 * 16)
  expect(log.bytes).toBeLessThanOrEqual(4 * 1000 * 16)
  for (let i = 1; i <= 20; i++) log.take(i * ms(2))
  expect(log.bytes).toBe(idle)
})

test('a refund in the middle of a burst at one timestamp leaves the others counted', () => {
  const log = limiter.create({ limit: 3, windowNanos: 10 })
  log.take(5)
  log.take(5, 2)
  log.refund(5, 2)
  expect(log.peek(5, 2).allowed).toBe(true)
  expect(log.peek(5, 3).allowed).toBe(false)
})
