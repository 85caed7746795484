import type { Nanos } from '../../../lib/units.ts'
import { isJoint, settled, type Configuration } from './configuration.ts'
import type { LogEntry, Snapshot } from './log-entry.ts'
import type { RaftLog } from './raft-log.ts'

/** Where a log ends. */
export interface LogEnd {
  readonly term: number
  readonly index: number
}

/** The decisions on which safety rests, one function each: to be read one by one, and broken one by one in tests. */
export interface RaftRules {
  /** How many of `count` voters decide. */
  majority(count: number): number
  /** Whether a voter whose vote in this term went to `votedFor` (-1: to nobody yet) may give it to `candidate`. */
  isFree(votedFor: number, candidate: number): boolean
  /** Whether a candidate's log is at least as up to date as ours. */
  isUpToDate(candidate: LogEnd, own: LogEnd): boolean
  /** Whether a message of a later term ends our leadership or candidacy, and not only our term. */
  stepsDownForLaterTerm: boolean
  /** Whether a leader may take an entry of `entryTerm` for committed because a quorum holds it. */
  commitsByCounting(entryTerm: number, ownTerm: number): boolean
  /** Whether our log holds what entries that a leader sends follow on. */
  fits(log: RaftLog<unknown>, previous: LogEnd): boolean
  /** The first of `entries` that our log lacks or contradicts; `entries.length` when it has them all. */
  firstNews(log: RaftLog<unknown>, entries: readonly LogEntry<unknown>[]): number
  /** How long after the sending of what a quorum confirmed a leader may still answer reads by itself. */
  leaseNanos(electionTimeoutNanos: Nanos, driftBound: number): Nanos
  /** Whether a read waits for a quorum to confirm that its leader still leads. */
  confirmsReads: boolean
  /** The configuration to go through on the way from one to the next. */
  towards(current: Configuration, next: Configuration): Configuration
  /** The snapshot to keep, of the state after the entry at `end`. */
  snapshot(end: LogEnd, configuration: Configuration, state: unknown, sizeBytes: number): Snapshot
}

/** Raft as it is proved. */
export const RAFT_RULES: RaftRules = {
  majority: (count) => Math.floor(count / 2) + 1,
  isFree: (votedFor, candidate) => votedFor === -1 || votedFor === candidate,
  isUpToDate: (candidate, own) =>
    candidate.term > own.term || (candidate.term === own.term && candidate.index >= own.index),
  stepsDownForLaterTerm: true,
  commitsByCounting: (entryTerm, ownTerm) => entryTerm === ownTerm,
  // What is compacted was committed: the leader has it too.
  fits: (log, { index, term }) => index <= log.baseIndex || log.termAt(index) === term,
  firstNews(log, entries) {
    let i = 0
    // What is compacted was committed, and so it is the same.
    while (i < entries.length && entries[i].index <= log.baseIndex) i += 1
    while (i < entries.length && log.termAt(entries[i].index) === entries[i].term) i += 1
    return i
  },
  // The leader's clock may be slow, its voters' fast: both ends of the bound at once.
  leaseNanos: (electionTimeoutNanos, driftBound) =>
    Math.floor((electionTimeoutNanos * (1 - driftBound)) / (1 + driftBound)),
  confirmsReads: true,
  towards(current, next) {
    const same = current.voters.join() === next.voters.join()
    if (same || isJoint(current)) return settled(next.voters, next.learners)
    return { ...settled(next.voters, next.learners), outgoing: current.voters }
  },
  snapshot: ({ index, term }, configuration, state, sizeBytes) => ({
    index,
    term,
    configuration,
    state,
    sizeBytes,
  }),
}
