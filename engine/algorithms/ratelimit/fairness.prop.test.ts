import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fairness } from './fairness.ts'

test('equal shares are fair, one taker of n has index 1/n, k equal takers of n have k/n', () => {
  expect(fairness([7, 7, 7])).toBe(1)
  expect(fairness([0, 5, 0, 0])).toBe(0.25)
  expect(fairness([1, 1, 0, 0, 0])).toBeCloseTo(0.4)
  expect(fairness([])).toBe(1)
  expect(fairness(new Float64Array(3))).toBe(1)
})

test('Jain, Chiu and Hawe: between 1/n and 1, and the unit does not matter', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(shares, fc.integer({ min: 1, max: 1000 }), (values, factor) => {
      const index = fairness(values)
      expect(index).toBeLessThanOrEqual(1 + 1e-12)
      expect(index).toBeGreaterThanOrEqual(1 / values.length - 1e-12)
      expect(fairness(values.map((value) => value * factor))).toBeCloseTo(index, 9)
    }),
  )
})

test('giving from the richest to the poorest raises it', () => {
  expect(fairness([9, 1])).toBeLessThan(fairness([8, 2]))
})
