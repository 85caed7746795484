import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { jumpHash } from './jump-hash.ts'

/** The paper's figure 1 with unbounded integers. */
function jumpOfThePaper(key: bigint, buckets: number): number {
  let bucket = -1
  let next = 0
  let state = key
  while (next < buckets) {
    bucket = next
    state = BigInt.asUintN(64, state * 2862933555777941757n + 1n)
    next = Math.floor((bucket + 1) * (2 ** 31 / (Number(state >> 33n) + 1)))
  }
  return bucket
}

test.each([
  [1, 1, 0],
  [42, 57, 43],
  [0xdead10cc, 1, 0],
  [0xdead10cc, 666, 361],
  [256, 1024, 520],
  [0, 60, 0],
  [1, 60, 55],
  [2, 60, 46],
])('published vector: key %i in %i buckets is %i', (key, buckets, expected) => {
  expect(jumpHash(0, key, buckets)).toBe(expected)
})

test('equals the figure of the paper for any 64-bit key', () => {
  const half = fc.integer({ min: 0, max: 0xffffffff })
  fc.assert(
    fc.property(half, half, fc.integer({ min: 1, max: 100_000 }), (high, low, buckets) => {
      expect(jumpHash(high, low, buckets)).toBe(jumpOfThePaper((BigInt(high) << 32n) | BigInt(low), buckets))
    }),
    { numRuns: 500 },
  )
})

test('from n to n + 1 buckets a key stays or moves to the new one', () => {
  const half = fc.integer({ min: 0, max: 0xffffffff })
  fc.assert(
    fc.property(half, half, fc.integer({ min: 1, max: 2000 }), (high, low, buckets) => {
      const before = jumpHash(high, low, buckets)
      expect([before, buckets]).toContain(jumpHash(high, low, buckets + 1))
    }),
  )
})
