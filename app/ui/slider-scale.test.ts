import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPosition, lastPosition, toPosition, type SliderRange } from './slider-scale.ts'

const RANGES: SliderRange[] = [
  { min: 1, max: 16, integer: true },
  { min: 0, max: 1 },
  { min: -50, max: 50 },
  { min: 1, max: 1e6, scale: 'log', integer: true },
  { min: 0, max: 1e6, scale: 'log', integer: true },
  { min: 0, max: 10, scale: 'log' },
  { min: 0.1, max: 1000, scale: 'log' },
]

describe.each(RANGES)('a slider over %o', (range) => {
  it('has its ends exactly at the ends', () => {
    expect(fromPosition(0, range)).toBe(range.min)
    expect(fromPosition(lastPosition(range), range)).toBe(range.max)
    expect(toPosition(range.min, range)).toBe(0)
    expect(toPosition(range.max, range)).toBe(lastPosition(range))
  })

  it('never leaves the range, never runs backwards and lands on whole numbers where it should', () => {
    let before = -Infinity
    for (let position = 0; position <= lastPosition(range); position++) {
      const value = fromPosition(position, range)
      expect(value).toBeGreaterThanOrEqual(Math.max(range.min, before))
      expect(value).toBeLessThanOrEqual(range.max)
      if (range.integer) expect(Number.isInteger(value)).toBe(true)
      before = value
    }
  })

  it('puts the thumb back near where the value came from', () => {
    fc.assert(
      fc.property(fc.double({ min: range.min, max: range.max, noNaN: true }), (value) => {
        const back = fromPosition(toPosition(value, range), range)
        const coarse = (range.max - range.min) / lastPosition(range) + 1e-9
        const tolerance =
          range.scale === 'log'
            ? Math.max(value * 0.06, range.max / 1e6, range.integer ? 1 : 0)
            : coarse * 1.5
        expect(Math.abs(back - value)).toBeLessThanOrEqual(tolerance)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a logarithmic slider', () => {
  it('spends as much room on 10 to 100 as on 1,000 to 10,000', () => {
    const range: SliderRange = { min: 1, max: 1e6, scale: 'log', integer: true }
    const room = (a: number, b: number) => toPosition(b, range) - toPosition(a, range)
    expect(Math.abs(room(10, 100) - room(1000, 10_000))).toBeLessThanOrEqual(1)
  })
})
