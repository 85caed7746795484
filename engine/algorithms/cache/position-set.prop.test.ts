import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PositionSet } from './position-set.ts'

describe('PositionSet', () => {
  it('knows the largest of what a Set holds', () => {
    const script = fc.integer({ min: 1, max: 70_000 }).chain((length) =>
      fc.record({
        length: fc.constant(length),
        steps: fc.array(fc.record({ position: fc.nat(length - 1), add: fc.boolean() }), {
          size: 'max',
          maxLength: 80,
        }),
      }),
    )
    const agrees = fc.property(script, ({ length, steps }) => {
      const set = new PositionSet(length)
      const model = new Set<number>()
      for (const { position, add } of steps) {
        if (add) set.add(position)
        else set.delete(position)
        if (add) model.add(position)
        else model.delete(position)
        const order = [...model].toSorted((a, b) => b - a)
        expect(set.max()).toBe(order[0] ?? -1)
        expect(set.descending(3)).toEqual(order.slice(0, 3))
      }
      set.clear()
      expect(set.max()).toBe(-1)
    })
    fc.assert(agrees, { numRuns: 30 })
  })
})
