import type { RaftSwitches } from '../../algorithms/consensus/raft/options.ts'
import { RAFT_RULES, type RaftRules } from '../../algorithms/consensus/raft/rules.ts'
import { ms, us, type Nanos } from '../../lib/units.ts'
import { choice, integer, number, toggle, type ValuesOf } from '../../schema/parameter.ts'

/** What every kind that keeps its state by Raft can be told; kinds spread it into their own. */
export const RAFT_PARAMS = {
  linearizableBy: choice({
    title: 'Leader’s reads',
    doc: 'How a leader makes sure that it still leads before it answers a read: it asks a majority, or trusts its lease. Without allowing for clocks that run at different speeds a lease may outlast the voters’ patience; a leader that checks nothing may have been deposed.',
    options: {
      'read-index': 'asks a majority',
      lease: 'lease, with a bound on drift',
      'unbounded-lease': 'lease, clocks taken for perfect',
      unconfirmed: 'checks nothing',
    },
    default: 'read-index',
  }),
  driftBoundPercent: number({
    title: 'Drift bound',
    doc: 'By how much a clock may run fast or slow for a lease to be safe; it is that much shorter, on both ends.',
    default: 10,
    max: 50,
    unit: '%',
  }),
  heartbeatMs: number({
    title: 'Heartbeat',
    doc: 'How often a leader is heard of when there is nothing to send; half of the patience at the most.',
    default: 50,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  electionMs: number({
    title: 'Patience',
    doc: 'A follower that hears nothing of its leader for so long may stand for election; a leader steps down after it without a majority.',
    default: 300,
    min: 10,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  standSpreadPercent: number({
    title: 'Spread of patience',
    doc: 'Followers wait up to so much longer, at random, so that they rarely stand at once.',
    default: 100,
    min: 1,
    max: 1_000,
    unit: '%',
  }),
  standDelayMs: number({
    title: 'Stands later',
    doc: 'So much more patience for this server: others lead before it does.',
    default: 0,
    max: 60_000,
    unit: 'ms',
  }),
  preVote: toggle({
    title: 'Ask before standing',
    doc: 'A server asks whether it could win before it raises its term: one that was cut off does not depose the leader when it comes back.',
    default: true,
  }),
  checkQuorum: toggle({
    title: 'Check quorum',
    doc: 'A leader that no majority answers steps down, and voters stay loyal to a leader heard of lately. Leases rest on it.',
    default: true,
  }),
  snapshotEntries: integer({
    title: 'Snapshot every',
    doc: 'After so many commands the state is kept instead of the log.',
    default: 1_000,
    min: 10,
    max: 1e7,
    unit: 'entries',
    scale: 'log',
  }),
  retainEntries: integer({
    title: 'Log kept',
    doc: 'Entries kept before the snapshot for servers that are a little behind; one further behind gets the snapshot.',
    default: 200,
    max: 1e6,
    unit: 'entries',
  }),
  flush: choice({
    title: 'Log is flushed',
    doc: 'Whether a server says nothing that is not on its disk, or leaves it to the operating system to write it some seconds later: a crash then takes promises back.',
    options: { first: 'before anything is said', later: 'five seconds later' },
    default: 'first',
  }),
  fsyncMs: number({
    title: 'Flush',
    doc: 'How long it takes to make the log durable; what comes meanwhile is flushed together.',
    default: 1,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  diskMegabytesPerSecond: number({
    title: 'Disk',
    doc: 'How fast the bytes of entries and snapshots are written.',
    default: 200,
    min: 0.1,
    max: 100_000,
    unit: 'MB/s',
    scale: 'log',
  }),
} as const
export type RaftParams = ValuesOf<typeof RAFT_PARAMS>

/** Voters are believed to be as patient as our own clock says. */
const PERFECT_CLOCKS: RaftRules = {
  ...RAFT_RULES,
  leaseNanos: (electionTimeoutNanos) => electionTimeoutNanos,
}
const UNCONFIRMED: RaftRules = { ...RAFT_RULES, confirmsReads: false }
const RULES: Record<RaftParams['linearizableBy'], RaftRules> = {
  'read-index': RAFT_RULES,
  lease: RAFT_RULES,
  'unbounded-lease': PERFECT_CLOCKS,
  unconfirmed: UNCONFIRMED,
}

/** The parameters as the machine needs them: whatever a person has set, heartbeats come more often than elections. */
export function switchesOf(params: RaftParams): RaftSwitches {
  const electionTimeoutNanos = ms(params.electionMs)
  return {
    electionTimeoutNanos,
    standDelayNanos: ms(params.standDelayMs),
    standSpreadNanos: Math.ceil((electionTimeoutNanos * params.standSpreadPercent) / 100),
    heartbeatNanos: Math.min(ms(params.heartbeatMs), Math.floor(electionTimeoutNanos / 2)),
    preVote: params.preVote,
    checkQuorum: params.checkQuorum,
    reads: params.linearizableBy === 'read-index' ? 'read-index' : 'lease',
    driftBound: params.driftBoundPercent / 100,
    eagerCommit: true,
    rules: RULES[params.linearizableBy],
  }
}

/** How long a flush takes that makes `bytes` durable. */
export function flushNanos({ fsyncMs, diskMegabytesPerSecond }: RaftParams, bytes: number): Nanos {
  return ms(fsyncMs) + us(bytes / diskMegabytesPerSecond)
}
