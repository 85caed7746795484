import ConsistentHash from 'consistent-hash'
import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { hashInteger32 } from '../../../lib/hash.ts'
import { RandomStream } from '../../../lib/random.ts'
import { skewOf, someKeys, withMembers } from '../routers.bed.ts'
import { HashRing } from './hash-ring.ts'

const keys = someKeys(20_000)

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
    expect(skewOf(keys, withMembers(new HashRing({ virtualNodes: 1 }), 10))).toBeGreaterThan(1.5)
    expect(skewOf(keys, withMembers(new HashRing({ virtualNodes: 150 }), 10))).toBeLessThan(1.3)
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
    const peerStream = new RandomStream(17, 'peer')
    const random = vi.spyOn(Math, 'random').mockImplementation(() => peerStream.uniform()) // the peer draws its points
    const peer = new ConsistentHash({ range: 100_003, weight: 150 })
    for (let member = 0; member < members; member++) peer.add(`member-${member}`)
    random.mockRestore()
    const counts = new Map<string, number>()
    for (const key of keys) {
      const name = peer.get(String(key))
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    const peerSkew = (Math.max(...counts.values()) * members) / keys.length
    expect(skewOf(keys, withMembers(new HashRing({ virtualNodes: 150 }), members))).toBeLessThan(
      peerSkew * 1.15,
    )
  })
})
