import { describe, expect, test } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { FAULT_PRESETS, runWithFaults, type FaultPreset } from './random-faults.bed.ts'
import { RaftGroup } from './raft-group.bed.ts'
import type { RaftOptions } from './options.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = Array.from({ length: LONG ? 200 : 3 }, (_, i) => i + 1)
const VARIANTS: Readonly<Record<string, Partial<RaftOptions>>> = {
  'thesis §6.4, read-index': {},
  'thesis §6.4.1, reads by lease': { reads: 'lease' },
  'without thesis §9.6, pre-vote': { preVote: false },
  'without thesis §6.2, leaders that step down without a quorum': { checkQuorum: false, eagerCommit: false },
}

/** First safety under faults; then, all mended, progress: a leader, a word committed, and the same logs everywhere. */
function live(seed: number, preset: FaultPreset, raft: Partial<RaftOptions>): void {
  const group = new RaftGroup({
    seed,
    servers: 5,
    voters: preset.membership ? [0, 1, 2] : [0, 1, 2, 3, 4],
    raft,
  })
  runWithFaults(group, seed, preset, s(3))
  expect([...group.broken], `seed ${seed}`).toEqual([])
  let last = -1
  let term = 0
  const done = () => {
    const { leader } = group
    if (leader === -1) return false
    const raft = group.raft(leader)!
    const again = last === -1 || raft.term !== term
    if (again) last = group.propose(leader, 'after all') === null ? raft.lastIndex : -1
    term = raft.term
    const members = [...raft.configuration.voters, ...raft.configuration.learners]
    return last !== -1 && members.every((member) => group.applied(member) >= last)
  }
  expect(group.runTo(done, s(5)), `seed ${seed}: progress once mended`).toBe(true)
  group.runUntil(group.now + ms(200))
  expect([...group.broken], `seed ${seed}`).toEqual([])
}

describe.each(Object.entries(VARIANTS))('%s', (_name, raft) => {
  test.each(Object.entries(FAULT_PRESETS))(
    'figure 3 (§5.2, §5.3, §5.4): safe under %s; §5.6: live after',
    { timeout: 600_000 },
    (_preset, preset) => {
      for (const seed of SEEDS) live(seed, preset, raft)
    },
  )
})
