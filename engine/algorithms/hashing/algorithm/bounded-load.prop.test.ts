import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movedShare } from '../moved-share.ts'
import { someKeys, withMembers } from '../routers.bed.ts'
import { BoundedLoad } from './bounded-load.ts'
import { HashRing } from './hash-ring.ts'

const keys = someKeys(20_000)

describe('bounded loads', () => {
  test('no member ever carries more than its bound, however hot one key is', () => {
    const plan = fc.array(
      fc.record({ key: fc.constantFrom(1, 1, 1, 77, 4_000_000_000), ends: fc.boolean() }),
      {
        maxLength: 200,
      },
    )
    fc.assert(
      fc.property(
        plan,
        fc.integer({ min: 100, max: 300 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, percent, count) => {
          const router = new BoundedLoad({ loadPercent: percent, virtualNodes: 20 })
          withMembers(router, count)
          const carried: number[] = []
          for (const { key, ends } of steps) {
            if (ends && carried.length > 0) router.finished(carried.shift() ?? 0)
            const bound = Math.ceil((percent * (carried.length + 1)) / (100 * count))
            const member = router.route(key)
            router.started(member)
            carried.push(member)
            expect(router.loadOf(member)).toBeLessThanOrEqual(bound)
          }
        },
      ),
    )
  })

  test('without load it is the plain ring; a full owner passes on to the next member clockwise', () => {
    const router = new BoundedLoad({ loadPercent: 100 })
    const ring = new HashRing()
    withMembers(router, 5)
    withMembers(ring, 5)
    expect(movedShare(router, ring, keys)).toBe(0)
    const order = ring.routeSeveral(42, 5)
    for (const expected of order) {
      expect(router.route(42)).toBe(expected)
      router.started(expected)
    }
    expect(router.route(42)).toBe(order[0]) // all carry one; the bound is two now
  })

  test('what a member carried leaves with it', () => {
    const router = new BoundedLoad()
    withMembers(router, 2)
    router.started(0)
    router.started(1)
    router.remove(0)
    router.finished(0)
    expect(router.inspect()).toMatchObject({ members: [1], loads: [1], total: 1 })
    router.finished(1)
    expect(() => router.finished(1)).toThrow('no more loads finish than have started')
    expect(() => router.started(0)).toThrow('only a member carries load')
  })
})
