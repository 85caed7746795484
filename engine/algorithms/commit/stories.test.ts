import { describe, expect, it } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { CommitWorld } from './commit-world.bed.ts'
import { SagaWorld } from './saga-world.bed.ts'

const golden = (name: string) => `./golden/${name}.txt`
const spoken = (commit: CommitWorld) =>
  [
    ...commit.world.log,
    '',
    ...commit.world.notices.flatMap((notice) =>
      notice.type === 'decided'
        ? [`${(notice.at / 1e6).toFixed(1)} ms  member ${notice.member}: ${notice.decision}, by ${notice.by}`]
        : [],
    ),
    `in doubt: ${commit.blocked === 0 ? 'nobody' : 'somebody'}`,
    '',
  ].join('\n')

/** Loses what one member sends to some others of one type. */
function dropping(commit: CommitWorld, from: number, to: readonly number[], atNanos: number): void {
  commit.world.at(atNanos, () => commit.world.setCut([from], to, true))
}

describe('atomic commit, told', () => {
  it('two phases: everybody votes yes and commits', async () => {
    const commit = new CommitWorld({ protocol: 'two-phase', seed: 1 })
    commit.begin()
    commit.world.runUntil(ms(40))
    await expect(spoken(commit)).toMatchFileSnapshot(golden('two-phase-commits'))
  })

  it('two phases: the coordinator dies between the votes and the decision, and everybody is bound', async () => {
    const commit = new CommitWorld({ protocol: 'two-phase', seed: 1 })
    commit.begin()
    commit.world.at(ms(8), () => commit.crash(0))
    commit.world.runUntil(ms(260))
    expect(commit.blocked).toBe(1)
    const blocked = spoken(commit)
    commit.world.runUntil(s(60))
    expect(commit.blocked).toBe(1) // a minute later nothing has changed
    commit.world.restart(0)
    commit.world.runUntil(s(61))
    expect({ blocked: commit.blocked, says: commit.disagreement() }).toEqual({ blocked: 0, says: null })
    await expect(blocked).toMatchFileSnapshot(golden('two-phase-blocks'))
  })

  it('three phases: the coordinator dies after some have the pre-commit, and the others are brought along', async () => {
    const commit = new CommitWorld({ protocol: 'three-phase', seed: 3 })
    commit.begin()
    dropping(commit, 0, [2, 3], ms(11))
    commit.world.at(ms(20), () => commit.crash(0))
    commit.world.at(ms(21), () => commit.world.setCut([0], [2, 3], false))
    commit.world.runUntil(ms(300))
    expect({ blocked: commit.blocked, says: commit.disagreement() }).toEqual({ blocked: 0, says: null })
    await expect(spoken(commit)).toMatchFileSnapshot(golden('three-phase-takes-over'))
  })

  it('three phases: cut apart in the pre-commit, one side commits and the other aborts', async () => {
    const commit = new CommitWorld({ protocol: 'three-phase', seed: 3 })
    commit.begin()
    commit.world.at(ms(11), () => commit.world.setCut([0, 1], [2, 3], true))
    commit.world.runUntil(ms(500))
    expect(commit.disagreement()).toContain('committed and member')
    await expect(spoken(commit)).toMatchFileSnapshot(golden('three-phase-splits'))
  })
})

describe('a saga, told', () => {
  it('turns back at a silent step, takes back that one too, and tries until it is confirmed', async () => {
    const sagas = new SagaWorld({ seed: 2, unableShare: 0 })
    sagas.begin()
    sagas.world.at(ms(14), () => sagas.world.setCut([0], [3], true))
    sagas.world.at(ms(400), () => sagas.world.heal())
    sagas.world.runUntil(s(1))
    expect(sagas.ended).toEqual({ completed: 0, compensated: 1, abandoned: 0 })
    await expect([...sagas.world.log, ''].join('\n')).toMatchFileSnapshot(golden('saga-turns-back'))
  })
})
