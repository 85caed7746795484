import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { s } from '../../../lib/units.ts'
import { SlidingMaximum } from '../sliding-maximum.ts'
import { limiter } from './fixed-window.ts'

test('the edge burst: twice the limit passes within a second around the minute', () => {
  const opts = { limit: 100, windowNanos: s(60) }
  const window = limiter.create(opts)
  const judge = new SlidingMaximum(opts)
  for (let i = 0; i < 150; i++) if (window.take(s(59)).allowed) judge.add(s(59))
  for (let i = 0; i < 150; i++) if (window.take(s(60)).allowed) judge.add(s(60))
  expect(judge.maximum).toBe(200)
  expect(judge.maximumAtNanos).toBe(s(60))
})

test('a search over arbitrary arrivals finds the edge burst, and never more than twice the limit', () => {
  const opts = { limit: 4, windowNanos: 100 }
  let worst = 0
  fc.assert(
    fc.property(fc.array(fc.nat(60), { minLength: 20, maxLength: 40 }), (waits) => {
      const window = limiter.create(opts)
      const judge = new SlidingMaximum(opts)
      const perWindow = new Map<number, number>()
      let now = 0
      for (const wait of waits) {
        now += wait
        if (!window.take(now).allowed) continue
        judge.add(now)
        const index = Math.floor(now / 100)
        perWindow.set(index, (perWindow.get(index) ?? 0) + 1)
      }
      worst = Math.max(worst, judge.maximum)
      expect(judge.maximum).toBeLessThanOrEqual(2 * opts.limit)
      expect(Math.max(0, ...perWindow.values())).toBeLessThanOrEqual(opts.limit)
    }),
    { numRuns: 500 },
  )
  expect(worst).toBe(2 * opts.limit)
})

test('says when the window ends, whatever is asked for', () => {
  const window = limiter.create({ limit: 2, windowNanos: s(10) })
  window.take(s(13))
  expect({ ...window.take(s(14)) }).toMatchObject({ allowed: true, remaining: 0, resetAfterNanos: s(6) })
  expect({ ...window.take(s(15)) }).toMatchObject({ allowed: false, retryAfterNanos: s(5) })
  expect(window.take(s(20)).allowed).toBe(true)
})
