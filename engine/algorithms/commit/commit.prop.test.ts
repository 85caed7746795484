import { describe, expect, it } from 'vitest'
import { s } from '../../lib/units.ts'
import { PARTICIPANTS, runFaulty } from './commit-world.bed.ts'

const SEEDS = Array.from({ length: process.env.BREAKWATER_LONG === '1' ? 200 : 12 }, (_, i) => i + 1)

describe('two-phase commit under crashes, loss, duplication, reordering and cuts', () => {
  it('never commits here and aborts there, and leaves nobody in doubt once healed', () => {
    let commits = 0
    let aborts = 0
    for (const seed of SEEDS) {
      const commit = runFaulty({ protocol: 'two-phase', seed }, 'everything')
      expect({ seed, says: commit.disagreement() }).toEqual({ seed, says: null })
      expect({ seed, blocked: commit.blocked }).toEqual({ seed, blocked: 0 })
      for (const notice of commit.world.notices)
        if (notice.type === 'decided' && notice.member === 0)
          if (notice.decision === 'commit') commits++
          else aborts++
    }
    expect(commits).toBeGreaterThan(30)
    expect(aborts).toBeGreaterThan(100)
  })
})

describe('what is over', () => {
  it.each(['two-phase', 'three-phase'] as const)(
    'is forgotten by all participants of %s commit',
    (protocol) => {
      for (const seed of SEEDS) {
        const commit = runFaulty({ protocol, seed }, protocol === 'two-phase' ? 'everything' : 'one crash')
        commit.begin() // says what is over
        commit.world.runUntil(s(8))
        const kept = commit.participants.slice(1).map(({ records }) => [...records.keys()])
        expect({ seed, kept }).toEqual({ seed, kept: PARTICIPANTS.map(() => [commit.begun]) })
        expect({ seed, says: commit.disagreement() }).toEqual({ seed, says: null })
      }
    },
  )
})

describe('three-phase commit under crashes alone', () => {
  it('never commits here and aborts there, however many crash', () => {
    for (const seed of SEEDS) {
      const commit = runFaulty({ protocol: 'three-phase', seed }, 'crashes')
      expect({ seed, says: commit.disagreement() }).toEqual({ seed, says: null })
    }
  })
  it('leaves nobody in doubt when one at a time is down', () => {
    let takenOver = 0
    for (const seed of SEEDS) {
      const commit = runFaulty({ protocol: 'three-phase', seed }, 'one crash')
      expect({ seed, says: commit.disagreement(), blocked: commit.blocked }).toEqual({
        seed,
        says: null,
        blocked: 0,
      })
      takenOver += commit.world.notices.filter(
        ({ type, ...rest }) => type === 'decided' && 'by' in rest && rest.by === 'taking over',
      ).length
    }
    expect(takenOver).toBeGreaterThan(10)
  })
  it('commits here and aborts there when the network is cut as well', () => {
    const split = SEEDS.filter((seed) =>
      runFaulty({ protocol: 'three-phase', seed }, 'everything').disagreement(),
    )
    expect(split.length).toBeGreaterThan(0)
  })
})
