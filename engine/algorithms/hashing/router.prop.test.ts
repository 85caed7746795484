import { describe, expect, test } from 'vitest'
import { Rendezvous } from './algorithm/rendezvous.ts'
import { routerNamed, routers } from './catalogue.ts'
import { movedShare } from './moved-share.ts'
import { skewOf, someKeys, withMembers } from './routers.bed.ts'

const keys = someKeys(20_000)

test('the catalogue holds the five routers', () => {
  expect(routers.map((spec) => spec.name)).toEqual([
    'bounded-load',
    'hash-ring',
    'jump',
    'mod-n',
    'rendezvous',
  ])
  expect(() => routerNamed('no-such')).toThrow('the router is one of the catalogue')
})

describe.each(routers)('$name', (spec) => {
  test('routes every key to a member, the same one each time, and to none when there is none', () => {
    const router = spec.create()
    expect(router.route(123)).toBe(-1)
    withMembers(router, 7)
    const seen = new Set<number>()
    for (const key of keys.subarray(0, 2000)) {
      const member = router.route(key)
      expect(router.route(key)).toBe(member)
      seen.add(member)
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6])
    for (let member = 0; member < 7; member++) router.remove(member)
    expect(router.route(123)).toBe(-1)
  })

  test('a copy goes its own way, and inspecting changes nothing', () => {
    const router = withMembers(spec.create({ seed: 3 }), 5)
    const twin = router.copy()
    router.inspect()
    expect(movedShare(router, twin, keys)).toBe(0)
    twin.add(5)
    twin.remove(0)
    expect(router.members).toEqual([0, 1, 2, 3, 4])
    expect(movedShare(router, twin, keys)).toBeGreaterThan(0.15)
  })

  test('refuses a member twice, a stranger, and what is no member', () => {
    const router = withMembers(spec.create(), 2)
    expect(() => router.add(1)).toThrow('a member is added once')
    expect(() => router.add(-1)).toThrow('a member is an integer')
    expect(() => router.remove(9)).toThrow('only a member can be removed')
  })

  test('spreads keys evenly enough: the fullest of ten carries at most 1.3 of the mean', () => {
    expect(skewOf(keys, withMembers(spec.create(), 10))).toBeLessThan(1.3)
  })
})

describe.each(routers.filter((spec) => spec.name !== 'mod-n'))('$name', (spec) => {
  test.each([1, 4, 10, 40])(
    'a member joining %i others moves 1/(N+1) of the keys, all of them to it',
    (count) => {
      const before = withMembers(spec.create({ virtualNodes: 400 }), count)
      const after = before.copy()
      after.add(count)
      for (const key of keys) {
        const now = after.route(key)
        if (now !== before.route(key)) expect(now).toBe(count)
      }
      const moved = movedShare(before, after, keys)
      expect(moved * (count + 1)).toBeGreaterThan(0.85)
      expect(moved * (count + 1)).toBeLessThan(1.15)
    },
  )

  test('the last member leaving moves its keys only', () => {
    const before = withMembers(spec.create(), 9)
    const after = before.copy()
    after.remove(8)
    const strays = keys.filter((key) => before.route(key) !== 8 && after.route(key) !== before.route(key))
    expect(strays).toHaveLength(0)
  })
})

test('mod-n moves N/(N+1) of the keys', () => {
  for (const count of [1, 4, 10, 40]) {
    const before = withMembers(routerNamed('mod-n').create(), count)
    const after = before.copy()
    after.add(count)
    expect(movedShare(before, after, keys)).toBeCloseTo(count / (count + 1), 1.5)
  }
})

test('jump: when one in the middle leaves, the last takes its place: two members’ keys move', () => {
  const before = withMembers(routerNamed('jump').create(), 10)
  const after = before.copy()
  after.remove(4)
  const strays = keys.filter((key) => {
    const was = before.route(key)
    return was !== 9 && after.route(key) !== (was === 4 ? 9 : was)
  })
  expect(strays).toHaveLength(0)
  expect(movedShare(before, after, keys)).toBeCloseTo(0.2, 1.5)
})

test('rendezvous: the replicas of a key are the bidders in order', () => {
  const router = new Rendezvous({ seed: 1 })
  withMembers(router, 6)
  for (const key of keys.subarray(0, 500)) {
    const several = router.routeSeveral(key, 6)
    const shrinking = router.copy()
    for (const member of several) {
      expect(shrinking.route(key)).toBe(member)
      shrinking.remove(member)
    }
  }
})
