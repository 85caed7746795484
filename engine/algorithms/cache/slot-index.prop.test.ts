import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlotIndex } from './slot-index.ts'

/** Small keys have cells of their own; the others are hashed: multiples of powers of two, neighbours, beyond 2^32. */
const keys = fc.oneof(
  fc.nat(40),
  fc.nat(200).map((n) => 5000 + n),
  fc.nat(60).map((n) => n * 2 ** 20),
  fc.nat(60).map((n) => 2 ** 33 + n),
  fc.nat(30).map((n) => Number.MAX_SAFE_INTEGER - n),
)

describe('SlotIndex', () => {
  it('finds what a Map finds, through additions, removals and growth', () => {
    const script = fc.array(fc.record({ key: keys, remove: fc.boolean() }), { maxLength: 300, size: 'max' })
    const agrees = fc.property(script, (steps) => {
      let slots = 8
      const index = new SlotIndex(slots)
      const model = new Map<number, number>()
      let fresh = 1
      const free: number[] = []
      for (const { key, remove } of steps) {
        const slot = model.get(key)
        if (remove && slot !== undefined) {
          index.remove(slot)
          model.delete(key)
          free.push(slot)
        } else if (!remove && slot === undefined) {
          if (free.length === 0 && fresh === slots) index.grow((slots *= 2))
          const taken = free.pop() ?? fresh++
          index.add(taken, key)
          model.set(key, taken)
        }
        const wrong = steps.find((step) => index.find(step.key) !== (model.get(step.key) ?? 0))
        if (wrong) throw new Error(`found ${wrong.key} in slot ${index.find(wrong.key)}`)
      }
    })
    fc.assert(agrees, { numRuns: 40 })
  })

  it('finds nothing after clear', () => {
    const index = new SlotIndex(4)
    index.add(1, 3)
    index.add(2, 1e15)
    index.clear()
    expect([index.find(3), index.find(1e15)]).toEqual([0, 0])
  })

  it('answers "none" for what is no key', () => {
    const index = new SlotIndex(4)
    index.add(1, 0)
    expect([index.find(-1), index.find(0.5), index.find(Number.NaN), index.find(-0)]).toEqual([0, 0, 0, 1])
  })
})
