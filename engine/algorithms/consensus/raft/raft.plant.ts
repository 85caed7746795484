import type { Plant } from '../../../checks/plant.bed.ts'
import { ms, s } from '../../../lib/units.ts'
import { settled } from './configuration.ts'
import { writeToDisk } from './disk.ts'
import type { LogEntry } from './log-entry.ts'
import type { RaftOptions } from './options.ts'
import { runWithFaults, type FaultPreset } from './random-faults.bed.ts'
import { Raft } from './raft.ts'
import { RaftState } from './raft-state.ts'
import { RaftGroup, type RaftGroupOptions, type Word } from './raft-group.bed.ts'
import { exchangedInSnapshot, figure8, halfExchanged, longOldLog, type Story } from './raft-stories.bed.ts'
import { RAFT_RULES, type RaftRules } from './rules.ts'

interface Bug {
  readonly name: string
  readonly bug: string
  readonly checker: string
  /** What happens: faults at random, or one story. */
  readonly preset?: FaultPreset
  readonly story?: Story
  readonly rules?: Partial<RaftRules>
  readonly write?: RaftGroupOptions['write']
  readonly Machine?: RaftGroupOptions['Machine']
  /** What the correct twin has too. */
  readonly raft?: Partial<RaftOptions>
  readonly voters?: readonly number[]
}

const ALL = [0, 1, 2, 3, 4]
const HARSH: FaultPreset = { crashes: true, cuts: true, loss: true, reordering: true }
/** Without probes and loyalty there are many more elections, and so many more occasions. */
const RESTLESS = { preVote: false, checkQuorum: false }

/** A leader puts the next entry in the place of its newest one, as long as that is not committed. */
class OverwritingState extends RaftState<Word> {
  override append(entry: LogEntry<Word>): void {
    const { role, log, commitIndex, term } = this
    const replaces = role === 'leader' && log.lastIndex > commitIndex && log.lastTerm === term
    if (replaces) this.truncate(log.lastIndex)
    super.append(replaces ? { ...entry, index: entry.index - 1 } : entry)
  }
}
class Overwrites extends Raft<Word> {
  protected override makeState(...args: ConstructorParameters<typeof RaftState<Word>>): RaftState<Word> {
    return new OverwritingState(...args)
  }
}

const BUGS: readonly Bug[] = [
  {
    name: 'leader-overwrites-own-log',
    bug: 'A leader puts a command in the place of one that is not committed yet, as if the two were one (§5.3).',
    checker: 'raft-leader-append-only',
    preset: HARSH,
    Machine: Overwrites,
  },
  {
    name: 'no-consistency-check',
    bug: 'A follower takes entries without looking whether its log holds what they follow on (§5.3).',
    checker: 'raft-log-matching',
    preset: HARSH,
    rules: { fits: (log, previous) => previous.index <= log.lastIndex },
  },
  {
    name: 'vote-not-persisted',
    bug: 'A server that restarts has forgotten to whom it gave its vote.',
    checker: 'raft-term-and-vote-kept',
    preset: HARSH,
    raft: RESTLESS,
    write: (disk, persist) => writeToDisk(disk, { ...persist, vote: -1 }),
  },
  {
    name: 'term-not-persisted',
    bug: 'A server that restarts begins in the term of its newest entry.',
    checker: 'raft-term-and-vote-kept',
    preset: HARSH,
    raft: RESTLESS,
    write(disk, persist) {
      writeToDisk(disk, persist)
      disk.term = disk.entries[disk.entries.length - 1]?.term ?? 0
    },
  },
  {
    name: 'old-term-committed-by-counting',
    bug: 'A leader takes entries of earlier terms for committed as soon as a majority holds them (§5.4.2, figure 8).',
    checker: 'raft-leader-completeness',
    story: figure8,
    raft: { ...RESTLESS, maxAppendEntries: 1 },
    rules: { commitsByCounting: () => true },
  },
  {
    name: 'no-log-up-to-date-check',
    bug: 'Votes are given to candidates whose logs lack what is committed (§5.4.1).',
    checker: 'raft-leader-completeness',
    preset: HARSH,
    rules: { isUpToDate: () => true },
  },
  {
    name: 'longest-log-wins',
    bug: 'Voters compare logs by their length alone, not first by the term of the last entry (§5.4.1).',
    checker: 'raft-leader-completeness',
    story: longOldLog,
    raft: RESTLESS,
    rules: { isUpToDate: (candidate, own) => candidate.index >= own.index },
  },
  {
    name: 'quorum-off-by-one',
    bug: 'Half of the voters count as a majority.',
    checker: 'raft-election-safety',
    preset: HARSH,
    rules: { majority: (count) => count >> 1 },
  },
  {
    name: 'vote-given-twice',
    bug: 'A voter gives its vote to whoever asks, again in the same term.',
    checker: 'raft-term-and-vote-kept',
    preset: HARSH,
    raft: RESTLESS,
    rules: { isFree: () => true },
  },
  {
    name: 'delayed-append-truncates',
    bug: 'An append replaces everything after it, even when it is old and the log already agrees (§5.3).',
    checker: 'committed-is-kept',
    preset: HARSH,
    rules: { firstNews: (log, entries) => entries.findIndex(({ index }) => index > log.baseIndex) },
  },
  {
    name: 'term-not-stepped-down',
    bug: 'A leader that learns of a later term enters it, and goes on leading.',
    checker: 'raft-election-safety',
    preset: HARSH,
    raft: RESTLESS,
    rules: { stepsDownForLaterTerm: false },
  },
  {
    name: 'lease-without-drift-bound',
    bug: 'A leader trusts its lease as if all clocks ran at the same speed.',
    checker: 'fresh-reads',
    preset: { slowLeader: true },
    raft: { reads: 'lease' },
    rules: { leaseNanos: (electionTimeoutNanos) => electionTimeoutNanos },
  },
  {
    name: 'read-index-unconfirmed',
    bug: 'A leader answers reads without making sure that it still leads.',
    checker: 'fresh-reads',
    preset: { cuts: true },
    raft: { checkQuorum: false },
    rules: { confirmsReads: false },
  },
  {
    name: 'members-switched-at-once',
    bug: 'From three voters to three others in one step: two majorities without a common member (§6, figure 10).',
    checker: 'raft-leader-completeness',
    story: halfExchanged,
    raft: { caughtUpEntries: 1_000 },
    voters: [0, 1, 2],
    rules: { towards: (_current, next) => settled(next.voters, next.learners) },
  },
  {
    name: 'snapshot-forgets-last-term',
    bug: 'A snapshot does not say of which term its last entry was (§7).',
    checker: 'raft-state-machine-safety',
    preset: { ...HARSH, snapshots: true },
    rules: {
      snapshot: (end, configuration, state, sizeBytes) =>
        RAFT_RULES.snapshot({ ...end, term: 0 }, configuration, state, sizeBytes),
    },
  },
  {
    name: 'snapshot-forgets-members',
    bug: 'A snapshot is given the first configuration instead of the one at its last entry (§7).',
    checker: 'raft-state-machine-safety',
    story: exchangedInSnapshot,
    raft: { ...RESTLESS, caughtUpEntries: 1_000 },
    voters: [0, 1, 2],
    rules: {
      snapshot: (end, _configuration, state, sizeBytes) =>
        RAFT_RULES.snapshot(end, settled([0, 1, 2]), state, sizeBytes),
    },
  },
  {
    name: 'acknowledged-before-durable',
    bug: 'A follower’s disk loses the newest entries that it has already confirmed.',
    checker: 'raft-leader-completeness',
    preset: HARSH,
    write(disk, persist) {
      const { entries } = persist
      writeToDisk(disk, entries.length > 0 ? { ...persist, from: 0, entries: [] } : persist)
      if (entries.length > 0 && persist.from > disk.baseIndex + disk.entries.length + 1) return
      writeToDisk(disk, { ...persist, entries: entries.slice(0, -1) })
    },
  },
]

function run(
  { checker, preset, story, rules, write, Machine, raft, voters = ALL }: Bug,
  seed: number,
  planted: boolean,
) {
  const options: RaftGroupOptions = {
    seed,
    servers: ALL.length,
    voters,
    raft: planted ? { ...raft, rules: { ...RAFT_RULES, ...rules } } : raft,
    write: planted ? write : undefined,
    Machine: planted ? Machine : undefined,
  }
  const group = new RaftGroup(options)
  try {
    if (story === undefined) runWithFaults(group, seed, preset!, s(2))
    else story(group)
    group.runUntil(group.now + ms(500))
  } catch (error) {
    if (!planted) throw error
  }
  if (!planted && group.broken.size > 0) return [...group.broken.values()].join(' ')
  return group.broken.get(checker) ?? null
}

export const plants: readonly Plant[] = BUGS.map((bug) => ({
  name: bug.name,
  protocol: 'raft',
  bug: bug.bug,
  checker: bug.checker,
  run: (seed, planted) => run(bug, seed, planted),
}))
