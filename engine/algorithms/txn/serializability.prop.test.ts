import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runPrograms } from './programs.bed.ts'
import type { ProgramStep } from './programs.bed.ts'
import { explains, serialOrderOf } from './serial-order.bed.ts'

const key = fc.integer({ min: 0, max: 5 })
const stepOf: fc.Arbitrary<ProgramStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constantFrom('read', 'write'), key }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('lock', 'delete'), key }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('scan'), from: key, to: key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('add'),
      key,
      by: fc.integer({ min: -2, max: 2 }),
      atLeast: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('insert'),
      key,
      tag: fc.constantFrom(null, null, 1, 2),
    }),
  },
)
const run = fc.record({
  programs: fc.array(fc.array(stepOf, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 }),
  schedule: fc.array(fc.nat({ max: 4 }), { minLength: 10, maxLength: 30 }),
})

describe('what is committed at serializable', () => {
  it('has an equal serial order, by snapshot isolation with conflict detection', () => {
    fc.assert(
      fc.property(run, ({ programs, schedule }) => {
        const { committed, final } = runPrograms('serializable', 'snapshot-isolation', programs, schedule)
        return serialOrderOf(committed, final) !== undefined
      }),
      { numRuns: 2_500 },
    )
  })

  it('has the order of commits as its serial order, by two-phase locking', () => {
    fc.assert(
      fc.property(run, ({ programs, schedule }) => {
        const { committed, final } = runPrograms('serializable', 'two-phase-locking', programs, schedule)
        return explains(
          [...committed].sort((a, b) => a.sequence - b.sequence),
          final,
        )
      }),
      { numRuns: 2_500 },
    )
  })

  it.each(['snapshot', 'read-committed'] as const)(
    'has none at %s, and the same search shows it',
    (level) => {
      const findings = fc.check(
        fc.property(run, ({ programs, schedule }) => {
          const { committed, final } = runPrograms(level, 'snapshot-isolation', programs, schedule)
          return serialOrderOf(committed, final) !== undefined
        }),
        { numRuns: 2_500 },
      )
      expect(findings.failed).toBe(true)
    },
  )
})

describe('after any interleaving', () => {
  it.each([
    ['read-committed', 'snapshot-isolation'],
    ['snapshot', 'snapshot-isolation'],
    ['serializable', 'snapshot-isolation'],
    ['serializable', 'two-phase-locking'],
  ] as const)('no lock, wait, read lock, conflict or old version is left at %s by %s', (level, strategy) => {
    fc.assert(
      fc.property(run, ({ programs, schedule }) => {
        const { store, final } = runPrograms(level, strategy, programs, schedule)
        const { active, retainedCount, locks, conflicts, tables } = store.inspect(0)
        expect({ active, retainedCount, locks, conflicts }).toEqual({
          active: [],
          retainedCount: 0,
          locks: [],
          conflicts: [],
        })
        const rows = final === '' ? [] : final.split(',')
        const uniqueKeys = rows.filter((row) => !row.endsWith('null')).length
        expect(tables).toEqual([{ name: 'rows', keys: rows.length, versions: rows.length, uniqueKeys }])
      }),
      { numRuns: 500 },
    )
  })
})

describe('looking at the store', () => {
  it('changes nothing: a run with an inspection after each step ends as one without', () => {
    fc.assert(
      fc.property(run, ({ programs, schedule }) => {
        const watched = runPrograms('serializable', 'snapshot-isolation', programs, schedule, true)
        const plain = runPrograms('serializable', 'snapshot-isolation', programs, schedule)
        expect(watched.committed).toEqual(plain.committed)
        expect(watched.final).toBe(plain.final)
        const picture = watched.store.inspect(9)
        expect(picture).toEqual(plain.store.inspect(9))
        expect(JSON.parse(JSON.stringify(picture))).toEqual(picture)
      }),
      { numRuns: 300 },
    )
  })
})
