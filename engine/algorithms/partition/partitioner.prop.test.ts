import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PARTITIONS, partitionNamed } from './catalogue.ts'
import type { Partitioner } from './partitioner.ts'

const KEYS = 4_000
const firstOf = (name: string, members: number): Partitioner =>
  partitionNamed(name).create({
    members: Array.from({ length: members }, (_, i) => i),
    layout: [],
    keys: KEYS,
    virtualNodes: 250,
  })
const ownersOf = (partitioner: Partitioner) =>
  Array.from({ length: KEYS }, (_, key) => partitioner.ownerOf(key))
const movedShare = (before: Partitioner, after: Partitioner) => {
  const [a, b] = [ownersOf(before), ownersOf(after)]
  return a.filter((owner, key) => owner !== b[key]).length / KEYS
}
const grown = (name: string, before: Partitioner) =>
  partitionNamed(name).create(before.withMember(Math.max(...before.members) + 1))

test('there are seven of them', () => {
  expect(PARTITIONS.map(({ name }) => name)).toEqual([
    'bounded-load',
    'geographic',
    'hash-ring',
    'jump',
    'mod-n',
    'range',
    'rendezvous',
  ])
})

describe.each(PARTITIONS.map(({ name }) => name))('%s', (name) => {
  test('gives every key to a member, the same whoever works it out, and shows all of the space', () => {
    const partitioner = firstOf(name, 4)
    expect(ownersOf(partitioner)).toEqual(ownersOf(firstOf(name, 4)))
    expect(new Set(ownersOf(partitioner))).toEqual(new Set([0, 1, 2, 3]))
    const arcs = partitioner.inspect()
    expect(arcs[0].from).toBe(0)
    expect(arcs.at(-1)!.to).toBeCloseTo(1, 9)
    for (let i = 1; i < arcs.length; i++) expect(arcs[i].from).toBeCloseTo(arcs[i - 1].to, 9)
  })

  test('members that come and go, the last one first out, are always among the owners and no other is', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (steps) => {
        let partitioner = firstOf(name, 3)
        for (const joins of steps) {
          const { members } = partitioner
          if (!joins && members.length === 1) continue
          const next = joins
            ? partitioner.withMember(Math.max(...members) + 1)
            : partitioner.withoutMember(Math.max(...members))
          partitioner = partitionNamed(name).create(next)
        }
        for (let key = 0; key < KEYS; key += 97)
          expect(partitioner.members).toContain(partitioner.ownerOf(key))
      }),
      { numRuns: 30 },
    )
  })
})

test.each(['hash-ring', 'rendezvous', 'jump'])(
  '%s moves about 1/(N+1) of the keys, to the new member only',
  (name) => {
    for (const members of [3, 4, 7]) {
      const before = firstOf(name, members)
      const after = grown(name, before)
      expect(movedShare(before, after) * (members + 1)).toBeGreaterThan(0.75)
      expect(movedShare(before, after) * (members + 1)).toBeLessThan(1.3)
      ownersOf(before).forEach((owner, key) => {
        expect([owner, members]).toContain(after.ownerOf(key))
      })
    }
  },
)

test('the ring with bounded loads gives nobody more than a twentieth above his share, and still moves little', () => {
  for (const members of [3, 4, 7]) {
    const before = firstOf('bounded-load', members)
    const after = grown('bounded-load', before)
    for (const partitioner of [before, after]) {
      const shares = new Map<number, number>()
      for (const { from, to, member } of partitioner.inspect())
        shares.set(member, (shares.get(member) ?? 0) + to - from)
      expect(Math.max(...shares.values()) * partitioner.members.length).toBeLessThan(1.052)
    }
    expect(movedShare(before, after) * (members + 1)).toBeGreaterThan(0.75)
    expect(movedShare(before, after) * (members + 1)).toBeLessThan(1.35)
  }
})

test('mod-N moves about N/(N+1) of them', () => {
  for (const members of [3, 4, 7]) {
    const before = firstOf('mod-n', members)
    expect(movedShare(before, grown('mod-n', before))).toBeCloseTo(members / (members + 1), 1)
  }
})

test('a new member splits the widest range; the ranges of one that leaves go to their neighbours', () => {
  const before = firstOf('range', 4)
  const after = grown('range', before)
  expect(movedShare(before, after)).toBeCloseTo(1 / 8, 2)
  expect(after.ownerOf(0)).toBe(0)
  expect(after.ownerOf(KEYS / 4 - 1)).toBe(4)
  const without = partitionNamed('range').create(after.withoutMember(0))
  expect(without.ownerOf(0)).toBe(4)
  expect(without.ownerOf(KEYS - 1)).toBe(3)
})

test('a directory is as uneven as the world', () => {
  const counts = [0, 0, 0, 0]
  for (const owner of ownersOf(firstOf('geographic', 4))) counts[owner]++
  expect(counts[1] / KEYS).toBeCloseTo(0.3, 1)
  expect(counts[2] / KEYS).toBeCloseTo(0.2, 1)
})
