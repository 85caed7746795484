import * as fc from 'fast-check'
import Peer from 'tlhunter-sorted-set'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { SortedSet } from './algorithm/sorted-set.ts'

/** The definition: all pairs in a list that is sorted at each question. */
class NaiveSortedSet {
  readonly scores = new Map<number, number>()
  sorted(): [member: number, score: number][] {
    return [...this.scores].sort(([a, x], [b, y]) => x - y || a - b)
  }
}

function expectSame(set: SortedSet, naive: NaiveSortedSet): void {
  const sorted = naive.sorted()
  expect(set.size).toBe(sorted.length)
  const { members, scores } = set.range(-5, sorted.length + 5)
  expect(members).toEqual(sorted.map(([member]) => member))
  expect(scores).toEqual(sorted.map(([, score]) => score))
  sorted.forEach(([member, score], rank) => {
    if (set.rank(member) !== rank || set.memberAt(rank) !== member || set.score(member) !== score)
      expect([set.rank(member), set.memberAt(rank), set.score(member)]).toEqual([rank, member, score])
  })
}

/** Random calls on both; few scores, so that there are many ties, or many. */
function play(seed: number, steps: number, options: { members: number; scores: number; deletes: number }) {
  const random = new RandomStream(seed, 'sorted set')
  const set = new SortedSet()
  const naive = new NaiveSortedSet()
  for (let step = 0; step < steps; step++) {
    const member = random.below(options.members) * (random.chance(0.2) ? 1e9 : 1)
    if (random.chance(options.deletes)) {
      expect(set.delete(member)).toBe(naive.scores.delete(member))
    } else if (random.chance(0.5)) {
      const change = random.below(7) - 3
      const score = (naive.scores.get(member) ?? 0) + change
      naive.scores.set(member, score)
      expect(set.add(member, change)).toBe(score)
    } else {
      const score = random.below(options.scores) - options.scores / 2
      expect(set.set(member, score)).toBe(!naive.scores.has(member))
      naive.scores.set(member, score)
    }
  }
  return { set, naive }
}

describe('a sorted set', () => {
  it.each([
    [1, { members: 40, scores: 5, deletes: 0.3 }],
    [2, { members: 3_000, scores: 10, deletes: 0.1 }],
    [3, { members: 3_000, scores: 1e6, deletes: 0.3 }],
    [4, { members: 20_000, scores: 300, deletes: 0.02 }],
    [5, { members: 9_000, scores: 1, deletes: 0.45 }],
  ])('is the sorted list of its pairs (%i: %o)', (seed, options) => {
    const { set, naive } = play(seed, 20_000, options)
    expectSame(set, naive)
    const members = [...naive.scores.keys()]
    for (const member of members.slice(0, members.length - 3)) {
      set.delete(member)
      naive.scores.delete(member)
    }
    expectSame(set, naive)
  })

  it('counts and lists by score, both ends included', () => {
    const { set, naive } = play(6, 5_000, { members: 2_000, scores: 50, deletes: 0.1 })
    const sorted = naive.sorted()
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), (least, most) => {
        const within = sorted.filter(([, score]) => score >= least && score <= most)
        expect(set.countByScore(least, most)).toBe(within.length)
        expect(set.rangeByScore(least, most).members).toEqual(within.map(([member]) => member))
      }),
    )
    expect(set.countByScore(-Infinity, Infinity)).toBe(set.size)
  })

  it('fills its blocks when scores rise, and does not keep what is gone', () => {
    const set = new SortedSet()
    for (let member = 0; member < 10_000; member++) set.set(member, member)
    expect(set.inspect()).toEqual({ size: 10_000, blocks: 40, lowest: 0, highest: 9_999 })
    for (let member = 0; member < 10_000; member++) if (member % 100 !== 0) set.delete(member)
    expect(set.inspect()).toMatchObject({ size: 100, lowest: 0, highest: 9_900 })
    expect(set.inspect().blocks).toBeLessThanOrEqual(3)
    for (let member = 0; member < 10_000; member += 100) set.delete(member)
    expect(set.inspect()).toEqual({ size: 0, blocks: 0, lowest: -1, highest: -1 })
    expect(set.set(7, -Infinity)).toBe(true)
    expect(set.rank(7)).toBe(0)
  })

  it('ranks as a package does that follows Redis', () => {
    const random = new RandomStream(8, 'peer')
    const set = new SortedSet()
    const peer = new Peer()
    for (let step = 0; step < 4_000; step++) {
      const member = 1 + random.below(500) // the package loses a member 0
      if (random.chance(0.2)) {
        set.delete(member)
        peer.rem(member)
      } else {
        const score = 1 + random.below(1_000) / 8 // the package takes a score of 0 for none
        set.set(member, score)
        peer.set(member, score)
      }
      const asked = 1 + random.below(500)
      expect(set.rank(asked)).toBe(peer.rank(asked) ?? -1)
    }
    expect(set.range(10, 20).members).toEqual(peer.range(10, 19))
  })

  it('answers for what is not there, and is not changed by being looked at', () => {
    const { set, naive } = play(9, 2_000, { members: 300, scores: 20, deletes: 0.2 })
    expect([set.rank(1e12), set.score(1e12), set.delete(1e12)]).toEqual([-1, undefined, false])
    expect([set.memberAt(-1), set.memberAt(set.size), set.range(5, 2).members.length]).toEqual([-1, -1, 0])
    set.inspect()
    expectSame(set, naive)
    expect(() => set.set(-1, 0)).toThrow('a non-negative safe integer')
    expect(() => set.set(1, NaN)).toThrow('a score is a number')
  })
})
