import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StackDistances } from './stack-distances.ts'

describe('StackDistances', () => {
  it('agrees with a list that is searched', () => {
    const script = fc.integer({ min: 1, max: 30 }).chain((distinct) =>
      fc.record({
        distinct: fc.constant(distinct),
        keys: fc.array(fc.nat(distinct - 1), { maxLength: 300, size: 'max' }),
      }),
    )
    const agrees = fc.property(script, ({ distinct, keys }) => {
      const distances = new StackDistances({ distinct })
      let stack: number[] = []
      for (const key of keys) {
        expect(distances.push(key)).toBe(stack.indexOf(key) + 1)
        stack = [key, ...stack.filter((other) => other !== key)]
      }
    })
    fc.assert(agrees, { numRuns: 40 })
  })
})
