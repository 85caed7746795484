import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactQuotient, exactRemainder } from './exact-quotient.ts'
import { ExactRate } from './exact-rate.ts'

const COUNT_MAX = 67_108_864

test('quotient and remainder are those of unbounded integers, also where the product passes 2^53', () => {
  const count = fc.integer({ min: 1, max: COUNT_MAX })
  const nanos = fc.integer({ min: 0, max: 2 ** 52 })
  const divisor = fc.integer({ min: 1, max: 2 ** 52 })
  let beyond = 0
  fc.assert(
    fc.property(count, nanos, fc.nat(1_000_000), divisor, (a, b, carry, d) => {
      const exact = BigInt(a) * BigInt(b) + BigInt(carry)
      fc.pre(exact / BigInt(d) <= BigInt(COUNT_MAX))
      if (exact > 2n ** 53n) beyond += 1
      const quotient = exactQuotient(a, b, carry, d)
      expect(BigInt(quotient)).toBe(exact / BigInt(d))
      expect(BigInt(exactRemainder(a, b, carry, d, quotient))).toBe(exact % BigInt(d))
    }),
    { numRuns: 2000 },
  )
  expect(beyond).toBeGreaterThan(500)
})

test('a product one short of a multiple is not rounded up to it', () => {
  // products beyond 2^53 have no exact double, and plain division says one too many for some of them
  let caught = 0
  for (let divisor = 2 ** 51 - 1; divisor > 2 ** 51 - 2000; divisor--) {
    const wanted = BigInt(divisor) * 50_000_017n - 1n
    const count = 50_000_017
    const nanos = Number(wanted / BigInt(count))
    const carry = Number(wanted % BigInt(count))
    expect(exactQuotient(count, nanos, carry, divisor)).toBe(50_000_016)
    if (Math.floor((count * nanos + carry) / divisor) !== 50_000_016) caught += 1
  }
  expect(caught).toBeGreaterThan(0)
})

test('intervals add up to the last share, and what is earned in an interval is what it is the interval of', () => {
  const options = fc.record({
    limit: fc.integer({ min: 1, max: COUNT_MAX }),
    windowNanos: fc.integer({ min: 1, max: 10 ** 14 }),
  })
  fc.assert(
    fc.property(
      options,
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 5000 }),
      (opts, a, b) => {
        fc.pre(((a + b) / opts.limit) * opts.windowNanos < 2 ** 52)
        const rate = new ExactRate(opts)
        const asShares = (count: number) =>
          BigInt(rate.intervalNanos(count)) * BigInt(opts.limit) + BigInt(rate.intervalShares(count))
        expect(asShares(a) + asShares(b)).toBe(asShares(a + b))
        expect(asShares(a)).toBe(BigInt(a) * BigInt(opts.windowNanos))
        const nanos = rate.nanosToEarn(a, 0)
        expect(rate.earned(nanos, 0)).toBeGreaterThanOrEqual(a)
        expect(rate.earned(nanos - 1, 0)).toBeLessThan(a)
      },
    ),
  )
})
