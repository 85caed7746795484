import { expect, it } from 'vitest'
import { nextSpeed, speedName } from './speeds.ts'

it('goes up and down by steps, and stops at the ends', () => {
  expect([nextSpeed(1, 1), nextSpeed(1, -1), nextSpeed(10, 1)]).toEqual([2, 0.5, Infinity])
  expect([nextSpeed(Infinity, 1), nextSpeed(0.1, -1)]).toEqual([Infinity, 0.1])
  expect([nextSpeed(3, 1), nextSpeed(3, -1)]).toEqual([5, 2])
})

it('names them', () => {
  expect([0.5, 10, Infinity].map(speedName)).toEqual(['0.5×', '10×', 'Flat out'])
})
