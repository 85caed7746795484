import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVectors, dominates, mergeVectors, VectorClock } from './vector-clock.ts'
import { VersionVector } from './version-vector.ts'

const vector = fc.array(fc.nat(4), { maxLength: 4 })

interface Occurrence {
  readonly vector: number[]
  /** The events that happened before this one: the definition of causality, kept as plain sets. */
  readonly past: Set<Occurrence>
}

/** Runs a schedule on three processes, keeping each event's true causal past beside its timestamps. */
function run(steps: readonly { from: number; to: number }[]): Occurrence[] {
  const vectors = [0, 1, 2].map((self) => new VectorClock({ self }))
  const last: (Occurrence | null)[] = [null, null, null]
  const all: Occurrence[] = []
  const occur = (process: number, cause: Occurrence | null) => {
    const past = new Set<Occurrence>()
    for (const parent of [last[process], cause]) {
      if (parent === null) continue
      past.add(parent)
      for (const ancestor of parent.past) past.add(ancestor)
    }
    const stamped = cause ? vectors[process].observe(cause.vector) : vectors[process].tick()
    const occurrence = { vector: stamped, past }
    last[process] = occurrence
    all.push(occurrence)
    return occurrence
  }
  for (const { from, to } of steps) {
    const sent = occur(from, null)
    if (from !== to) occur(to, sent)
  }
  return all
}

describe('vector clocks', () => {
  it('say exactly what happened before what', () => {
    const step = fc.record({ from: fc.nat(2), to: fc.nat(2) })
    const property = fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const all = run(steps)
      for (const a of all) {
        for (const b of all) {
          const expected =
            a === b ? 'equal' : b.past.has(a) ? 'before' : a.past.has(b) ? 'after' : 'concurrent'
          expect(compareVectors(a.vector, b.vector)).toBe(expected)
        }
      }
    })
    fc.assert(property, { numRuns: 100 })
  })

  it('merge to the least vector that covers both', () => {
    const property = fc.property(vector, vector, vector, (a, b, c) => {
      const merged = mergeVectors(a, b)
      expect(dominates(merged, a) && dominates(merged, b)).toBe(true)
      if (dominates(c, a) && dominates(c, b)) expect(dominates(c, merged)).toBe(true)
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('treat a missing entry as nothing seen', () => {
    expect(compareVectors([1], [1, 0, 0])).toBe('equal')
    expect(compareVectors([1, 0, 1], [1])).toBe('after')
    expect(compareVectors([1], [0, 1])).toBe('concurrent')
  })
})

describe('VersionVector', () => {
  it('names updates one by one and contains exactly those up to the last', () => {
    const copy = new VersionVector()
    expect(copy.update(2)).toEqual({ replica: 2, sequence: 1 })
    expect(copy.update(2)).toEqual({ replica: 2, sequence: 2 })
    expect(copy.contains({ replica: 2, sequence: 2 })).toBe(true)
    expect(copy.contains({ replica: 2, sequence: 3 })).toBe(false)
    expect(copy.contains({ replica: 0, sequence: 1 })).toBe(false)
    expect(copy.compare([0, 1])).toBe('concurrent')
    copy.merge([0, 1])
    expect(copy.inspect()).toEqual({ counts: [0, 1, 2] })
  })
})
