import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AcknowledgementRule } from './acknowledgement.ts'
import { acknowledgedIndex } from './acknowledgement.ts'
import type { ConsistencyLevel } from './quorum-tally.ts'
import { QuorumTally } from './quorum-tally.ts'
import { ReplicaGroup } from './replica-group.ts'

const regions = ['east', 'east', 'east', 'west', 'west', 'south', 'south', 'south', 'south']
const members = regions.map((region, n) => ({ name: `${region}-${n}`, region }))
const groupOf = (self: number) => new ReplicaGroup({ members, self })

function satisfiedBy(level: ConsistencyLevel, self: number, answered: readonly number[]): boolean {
  const tally = new QuorumTally({ level, group: groupOf(self) })
  for (const member of answered) tally.add(member)
  return tally.satisfied
}

const someMembers = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8])
const coordinator = fc.nat(8)

describe('QuorumTally', () => {
  it('is satisfied exactly when the level says so, counted by hand', () => {
    const property = fc.property(someMembers, coordinator, (answered, self) => {
      const inRegion = (region: string) => answered.filter((member) => regions[member] === region).length
      const own = inRegion(regions[self])
      const needed: Record<string, number> = { east: 2, west: 2, south: 3 }
      const expected: Record<ConsistencyLevel, boolean> = {
        one: answered.length >= 1,
        'local-one': own >= 1,
        'local-quorum': own >= needed[regions[self]],
        'each-quorum': ['east', 'west', 'south'].every((region) => inRegion(region) >= needed[region]),
        quorum: answered.length >= 5,
        all: answered.length === 9,
      }
      const levels: ConsistencyLevel[] = ['one', 'local-one', 'local-quorum', 'each-quorum', 'quorum', 'all']
      for (const level of levels) expect(satisfiedBy(level, self, answered)).toBe(expected[level])
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('makes quorums overlap each other, and each-quorums every local-quorum, but not local-quorums of two regions', () => {
    const pairs: [ConsistencyLevel, ConsistencyLevel][] = [
      ['quorum', 'quorum'],
      ['each-quorum', 'local-quorum'],
      ['each-quorum', 'quorum'],
      ['all', 'one'],
    ]
    const property = fc.property(someMembers, someMembers, coordinator, coordinator, (a, b, selfA, selfB) => {
      for (const [write, read] of pairs) {
        if (!satisfiedBy(write, selfA, a) || !satisfiedBy(read, selfB, b)) continue
        expect(a.some((member) => b.includes(member))).toBe(true)
      }
    })
    fc.assert(property, { numRuns: 2_000 })
    expect(satisfiedBy('local-quorum', 0, [0, 1]) && satisfiedBy('local-quorum', 3, [3, 4])).toBe(true)
  })

  it('counts a member once, and says whose answer would still help', () => {
    const tally = new QuorumTally({ level: 'local-quorum', group: groupOf(3) })
    tally.add(3)
    tally.add(3)
    expect(tally.satisfied).toBe(false)
    expect([tally.needs(3), tally.needs(4), tally.needs(0)]).toEqual([false, true, false])
    expect(tally.has(3)).toBe(true)
    expect(tally.inspect()).toEqual({ missing: 0, missingIn: [0, 1, 0] })
  })
})

describe('acknowledgedIndex', () => {
  const held = fc.array(fc.nat(20), { minLength: 9, maxLength: 9 })
  const index = (rule: AcknowledgementRule, heldUpTo: number[]) =>
    acknowledgedIndex(rule, groupOf(0), heldUpTo)

  it('is the largest index that enough replicas hold, counted by hand', () => {
    const property = fc.property(held, fc.nat(3), (heldUpTo, otherRegions) => {
      const holders = (at: number) => heldUpTo.flatMap((upTo, member) => (upTo >= at ? [member] : []))
      const largest = (enough: (who: number[]) => boolean) => {
        let best = 0
        for (let at = 1; at <= heldUpTo[0]; at++) if (enough(holders(at))) best = at
        return best
      }
      const otherRegionsIn = (who: number[]) =>
        new Set(who.map((member) => regions[member]).filter((region) => region !== 'east')).size
      expect(index({ mode: 'async', otherRegions }, heldUpTo)).toBe(heldUpTo[0])
      expect(index({ mode: 'sync', otherRegions }, heldUpTo)).toBe(
        largest((who) => satisfiedBy('each-quorum', 0, who)),
      )
      expect(index({ mode: 'semi-sync', otherRegions }, heldUpTo)).toBe(
        largest((who) => otherRegionsIn(who) >= Math.min(2, otherRegions)),
      )
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('in sync mode is held by a replica of every possible majority of voters', () => {
    const property = fc.property(held, someMembers, (heldUpTo, voters) => {
      if (voters.length < 5) return
      const acknowledged = index({ mode: 'sync', otherRegions: 0 }, heldUpTo)
      expect(voters.some((voter) => heldUpTo[voter] >= acknowledged)).toBe(true)
    })
    fc.assert(property, { numRuns: 1_000 })
  })
})
