import ConsistentHash from 'consistent-hash'
import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { hashInteger32 } from '../../lib/hash.ts'
import { RandomStream } from '../../lib/random.ts'
import { BoundedLoad } from './algorithm/bounded-load.ts'
import { HashRing } from './algorithm/hash-ring.ts'
import { Rendezvous } from './algorithm/rendezvous.ts'
import { routerNamed, routers } from './catalogue.ts'
import { movedShare } from './moved-share.ts'
import type { Router } from './router.ts'

const stream = new RandomStream(17, 'keys')
const keys = Uint32Array.from({ length: 20_000 }, () => stream.uint32())

function withMembers(router: Router, count: number): Router {
  for (let member = 0; member < count; member++) router.add(member)
  return router
}

/** The largest load over the mean, over the test keys. */
function skewOf(router: Router): number {
  const counts = new Map<number, number>()
  for (const key of keys) {
    const member = router.route(key)
    counts.set(member, (counts.get(member) ?? 0) + 1)
  }
  return (Math.max(...counts.values()) * router.members.length) / keys.length
}

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
    expect(skewOf(withMembers(spec.create(), 10))).toBeLessThan(1.3)
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

describe('ring', () => {
  const members = fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 8 })

  test('routes as a linear search over sorted points does, whatever the order of joining and leaving', () => {
    const hashes = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: 5, maxLength: 20 })
    fc.assert(
      fc.property(members, members, hashes, (first, extra, sample) => {
        const ring = new HashRing({ virtualNodes: 5, seed: 7 })
        for (const member of first) ring.add(member)
        const passing = extra.filter((member) => !first.includes(member))
        for (const member of passing) ring.add(member)
        for (const member of passing) ring.remove(member)
        const direct = new HashRing({ virtualNodes: 5, seed: 7 })
        for (const member of first.toReversed()) direct.add(member)
        expect(ring.movedShare(direct)).toBe(0)
        const points = first
          .flatMap((member) =>
            [0, 1, 2, 3, 4].map((replica) => ({
              member,
              point: hashInteger32(member * 65_536 + replica, 7),
            })),
          )
          .sort((a, b) => a.point - b.point || a.member - b.member)
        for (const key of sample) {
          const owner = points.find(({ point }) => point >= key) ?? points[0]
          expect(ring.route(key)).toBe(owner.member)
          const several = ring.routeSeveral(key, 3)
          expect(several[0]).toBe(ring.route(key))
          expect(new Set(several).size).toBe(Math.min(3, first.length))
          // replicas: if the first is gone, the second takes over
          if (first.length > 1) {
            const without = ring.copy()
            without.remove(several[0])
            expect(without.route(key)).toBe(several[1])
          }
        }
      }),
      { seed: 1997 },
    )
  })

  test('exact shares add up to one and equal what many keys see', () => {
    const ring = new HashRing()
    withMembers(ring, 6)
    const shares = ring.shares()
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    for (const [member, share] of shares.entries()) {
      const seen = keys.filter((key) => ring.route(key) === member).length / keys.length
      expect(seen).toBeCloseTo(share, 1.9)
    }
  })

  test('the exact moved share is the new member’s share, about 1/(N+1)', () => {
    const before = new HashRing({ virtualNodes: 1000 })
    withMembers(before, 9)
    const after = before.copy()
    after.add(9)
    expect(before.movedShare(after)).toBeCloseTo(after.shares()[9], 12)
    expect(before.movedShare(after)).toBeCloseTo(0.1, 1.9)
  })

  test('points decide the evenness: 150 a member are better than 1, and weight 2 draws twice the keys', () => {
    expect(skewOf(withMembers(new HashRing({ virtualNodes: 1 }), 10))).toBeGreaterThan(1.5)
    expect(skewOf(withMembers(new HashRing({ virtualNodes: 150 }), 10))).toBeLessThan(1.3)
    const ring = new HashRing({ virtualNodes: 1000 })
    ring.add(0, 2)
    ring.add(1, 1)
    expect(ring.shares()[0]).toBeCloseTo(2 / 3, 1.3)
  })

  test('a hash exactly on a point belongs to it, one beyond the last wraps around to the first', () => {
    const ring = new HashRing({ virtualNodes: 1, seed: 5 })
    withMembers(ring, 3)
    const atZero = ring.route(0)
    expect(ring.route(0xffffffff)).toBe(atZero)
    let boundaries = 0
    let low = 0
    for (let step = 0; step < 3; step++) {
      // the largest hash with the same answer, by bisection over the arc
      let from = low
      let to = 0xffffffff
      while (from < to) {
        const middle = Math.floor((from + to + 1) / 2)
        if (ring.positionOf(middle) === ring.positionOf(low) && middle >= low) from = middle
        else to = middle - 1
      }
      if (from < 0xffffffff) boundaries += 1
      low = from + 1
    }
    expect(boundaries).toBe(3)
  })

  test('is at least as even as the package consistent-hash with as many points', () => {
    const members = 10
    const random = vi.spyOn(Math, 'random').mockImplementation(() => stream.uniform()) // the peer draws its points
    const peer = new ConsistentHash({ range: 100_003, weight: 150 })
    for (let member = 0; member < members; member++) peer.add(`member-${member}`)
    random.mockRestore()
    const counts = new Map<string, number>()
    for (const key of keys) {
      const name = peer.get(String(key))
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    const peerSkew = (Math.max(...counts.values()) * members) / keys.length
    expect(skewOf(withMembers(new HashRing({ virtualNodes: 150 }), members))).toBeLessThan(peerSkew * 1.15)
  })
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
      { seed: 2016 },
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
