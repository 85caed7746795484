import { expect, test } from 'vitest'
import { Factors } from './factors.ts'

test('factors multiply, are taken back in any order, and leave exactly 1', () => {
  const factors = new Factors()
  const undos = [0.1, 0.7, 0.1, 3].map((factor) => factors.add(factor))
  expect(factors.value).toBeCloseTo(0.021)
  undos[1]()
  undos[1]()
  expect(factors.value).toBeCloseTo(0.03)
  for (const undo of undos) undo()
  expect(factors.value).toBe(1)
})

test('a factor of zero can be taken back', () => {
  const factors = new Factors()
  const undo = factors.add(0)
  factors.add(0.5)
  expect(factors.value).toBe(0)
  undo()
  expect(factors.value).toBe(0.5)
})
