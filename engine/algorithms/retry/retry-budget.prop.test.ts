import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { RetryBudget } from './retry-budget.ts'
import { SlicedSum } from './sliced-sum.ts'

test('in an outage retries add a fifth to the load, where three retries each would quadruple it', () => {
  const budget = new RetryBudget({ retryPercent: 20, minimumPerSecond: 0, ttlNanos: s(10) })
  let retries = 0
  for (let request = 0; request < 10_000; request++) {
    const now = request * ms(1)
    budget.deposit(now)
    for (let attempt = 1; attempt <= 3 && budget.tryWithdraw(now); attempt++) retries += 1
  }
  expect(retries).toBeGreaterThan(1990)
  expect(retries).toBeLessThanOrEqual(2000)
})

test('a quiet client may still retry, as often a second as the minimum says', () => {
  const budget = new RetryBudget({ retryPercent: 20, minimumPerSecond: 2, ttlNanos: s(10) })
  const perTenSeconds: number[] = []
  for (let window = 0; window < 3; window++) {
    let retries = 0
    for (let i = 0; i < 1000; i++) if (budget.tryWithdraw(window * s(10) + i * ms(10))) retries += 1
    perTenSeconds.push(retries)
  }
  expect(perTenSeconds).toEqual([20, 20, 20])
})

test('deposits expire: yesterday’s traffic buys no retries today', () => {
  const budget = new RetryBudget({ retryPercent: 50, minimumPerSecond: 0, ttlNanos: s(1) })
  for (let i = 0; i < 100; i++) budget.deposit(0)
  expect(budget.retriesLeft(ms(899))).toBe(50)
  expect(budget.inspect(s(1))).toEqual({ retriesLeft: 0, retryPercent: 50 })
  expect(budget.tryWithdraw(s(1))).toBe(false)
})

test('within the ttl, retries never pass percent × requests + minimum × ttl', () => {
  const steps = fc.array(fc.record({ wait: fc.nat(40), requests: fc.nat(5), tries: fc.nat(4) }), {
    maxLength: 80,
  })
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 120 }), fc.nat(3), (all, retryPercent, reserve) => {
      const ttlNanos = s(1)
      const unit = ms(10)
      const budget = new RetryBudget({ retryPercent, minimumPerSecond: reserve, ttlNanos })
      const events: { slice: number; requests: number; retries: number }[] = []
      let now = 0
      for (const { wait, requests, tries } of all) {
        now += wait * unit
        const event = { slice: Math.floor(now / ms(100)), requests, retries: 0 }
        events.push(event)
        for (let i = 0; i < requests; i++) budget.deposit(now)
        for (let i = 0; i < tries; i++) {
          const recent = events.filter((past) => past.slice > event.slice - 10)
          const made = recent.reduce((sum, past) => sum + past.retries, 0)
          const seen = recent.reduce((sum, past) => sum + past.requests, 0)
          const allowed = 100 * (made + 1) <= retryPercent * seen + 100 * reserve
          expect(budget.retriesLeft(now) > 0).toBe(allowed)
          expect(budget.tryWithdraw(now)).toBe(allowed)
          if (allowed) event.retries += 1
        }
      }
    }),
  )
})

test('a sliced sum is the sum over its latest slices, and peeking changes nothing', () => {
  const steps = fc.array(fc.record({ wait: fc.oneof(fc.nat(10), fc.nat(200)), amount: fc.integer() }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 8 }), (all, slices) => {
      const sum = new SlicedSum({ windowNanos: slices * 10, slices })
      const added: { slice: number; amount: number }[] = []
      let now = 0
      for (const { wait, amount } of all) {
        now += wait
        const slice = Math.floor(now / 10)
        const expected = () =>
          added.reduce((total, past) => (past.slice > slice - slices ? total + past.amount : total), 0)
        expect(sum.peek(now)).toBe(expected())
        expect(sum.peek(now)).toBe(expected())
        sum.add(now, amount)
        added.push({ slice, amount })
        expect(sum.sum(now)).toBe(expected())
      }
    }),
  )
})
