import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR, s } from '../../../lib/units.ts'
import { SlidingMaximum } from '../sliding-maximum.ts'
import { limiter } from './sliding-counter.ts'

const options = fc.record({
  limit: fc.integer({ min: 1, max: 12 }),
  windowNanos: fc.integer({ min: 1, max: 60 }),
})
const waits = fc.array(fc.oneof(fc.constant(0), fc.nat(10), fc.nat(90)), { maxLength: 150 })

test('decides by the weighted count over the plain list of what it admitted', () => {
  fc.assert(
    fc.property(options, waits, (opts, gaps) => {
      const counter = limiter.create(opts)
      const accepted: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        const index = Math.floor(now / opts.windowNanos)
        const inWindow = (wanted: number) =>
          accepted.filter((time) => Math.floor(time / opts.windowNanos) === wanted).length
        const left = (index + 1) * opts.windowNanos - now
        // previous × left / window + current + 1 <= limit, without a division
        const weighted = inWindow(index - 1) * left + (inWindow(index) + 1) * opts.windowNanos
        const { allowed } = counter.take(now)
        expect(allowed).toBe(weighted <= opts.limit * opts.windowNanos)
        if (allowed) accepted.push(now)
      }
    }),
    { numRuns: 300 },
  )
})

test('its estimate is off from the exact count by less than the previous window holds', () => {
  fc.assert(
    fc.property(options, waits, (opts, gaps) => {
      const counter = limiter.create(opts)
      const judge = new SlidingMaximum(opts)
      const accepted: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        if (counter.take(now).allowed) {
          accepted.push(now)
          judge.add(now)
        }
        const exact = accepted.filter((time) => time > now - opts.windowNanos).length
        const { estimate, previous } = counter.inspect(now)
        const error = Math.abs((estimate as number) - exact)
        if (previous === 0) expect(error).toBe(0)
        else expect(error).toBeLessThan((previous as number) + 1e-9)
      }
      expect(judge.maximum).toBeLessThanOrEqual(Math.max(opts.limit, 2 * opts.limit - 1))
    }),
    { numRuns: 300 },
  )
})

test('an adversary who knows the windows gets nearly twice the limit into one, an even stream does not pass it', () => {
  const opts = { limit: 100, windowNanos: s(60) }
  const counter = limiter.create(opts)
  const judge = new SlidingMaximum(opts)
  for (let i = 0; i < 100; i++) if (counter.take(s(59.9)).allowed) judge.add(s(59.9))
  for (let i = 0; i < 100; i++) if (counter.take(s(119.8)).allowed) judge.add(s(119.8))
  expect(judge.maximum).toBe(199)

  const even = limiter.create(opts)
  const calm = new SlidingMaximum(opts)
  for (let now = 0; now < s(600); now += s(0.5)) if (even.take(now).allowed) calm.add(now)
  expect(calm.maximum).toBeLessThanOrEqual(101)
})

test('10,000 an hour is decided exactly although the products pass 2^53', () => {
  const opts = { limit: 9_999, windowNanos: HOUR }
  const counter = limiter.create(opts)
  expect(counter.take(HOUR - 1, 9_999).allowed).toBe(true)
  // one nanosecond into the next window 9,999 × (1 − 1/HOUR) still rounds up to the whole limit
  expect(counter.take(HOUR + 1).allowed).toBe(false)
  const { retryAfterNanos } = counter.peek(HOUR + 1)
  const free = HOUR + 1 + retryAfterNanos
  const fits = (now: number) => 9_999n * BigInt(2 * HOUR - now) <= 9_998n * BigInt(HOUR)
  expect([fits(free - 1), fits(free)]).toEqual([false, true])
  expect(counter.peek(free).allowed).toBe(true)
  expect(counter.peek(free - 1).allowed).toBe(false)
})
