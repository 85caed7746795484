import { expect, test } from 'vitest'
import { s } from '../../../lib/units.ts'
import { LeaseClock } from './lease-clock.ts'
import type { Lease } from './revision-map.ts'

const lease = (id: number): Lease => ({ id, ttlNanos: s(10), keys: new Set() })
const leases = (...all: Lease[]) => new Map(all.map((each) => [each.id, each]))

test('a lease ends its time after its latest renewal, and cannot be renewed once it has', () => {
  const clock = new LeaseClock()
  const one = lease(1)
  expect(clock.ended(leases(one), s(1))).toEqual([])
  expect(clock.renew(one, s(9))).toBe(true)
  expect(clock.ended(leases(one), s(18.9))).toEqual([])
  expect(clock.nextEndNanos(s(18.9))).toBeCloseTo(s(0.1))
  expect(clock.ended(leases(one), s(19))).toEqual([1])
  expect(clock.renew(one, s(19))).toBe(false)
  expect(clock.renew(undefined, s(19))).toBe(false)
})

test('a new leader gives every lease its whole time once more', () => {
  const clock = new LeaseClock()
  const [one, two] = [lease(1), lease(2)]
  clock.begin([one, two], s(100))
  expect(clock.ended(leases(one, two), s(109))).toEqual([])
  expect(clock.ended(leases(one, two), s(110))).toEqual([1, 2])
  clock.ended(leases(two), s(110))
  expect(clock.nextEndNanos(s(110)), 'what was revoked is forgotten').toBe(0)
})
