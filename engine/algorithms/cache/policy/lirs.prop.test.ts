import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NaiveLirs } from '../oracle/lirs.ts'
import { Lirs } from './lirs.ts'

const script = fc.record({
  capacity: fc.integer({ min: 1, max: 12 }),
  ghosts: fc.nat(12),
  keys: fc.array(fc.nat(25), { maxLength: 200, size: 'max' }),
})

describe('LIRS with little room for ghosts', () => {
  it('does what the paper’s stack and queue do when the oldest ghosts are forgotten', () => {
    const agrees = fc.property(script, ({ capacity, ghosts, keys }) => {
      const policy = new Lirs({ capacity, ghostCapacity: ghosts })
      const oracle = new NaiveLirs(capacity, ghosts)
      const differs = keys.findIndex((key) => policy.access(key) !== oracle.access(key, 1))
      expect(differs).toBe(-1)
      expect(keys.filter((key) => policy.has(key) !== oracle.resident().includes(key))).toEqual([])
      expect(policy.inspect().queues[2].count).toBe(oracle.gone.length)
    })
    fc.assert(agrees, { numRuns: 150 })
  })

  it('remembers no more ghosts than it may', () => {
    const policy = new Lirs({ capacity: 10, ghostCapacity: 7 })
    for (let key = 0; key < 500; key++) policy.access(key)
    expect(policy.inspect().queues[2].count).toBe(7)
  })
})
