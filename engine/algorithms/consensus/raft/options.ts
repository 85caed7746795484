import type { RandomStream } from '../../../lib/random.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { RaftRules } from './rules.ts'

/** What may be changed while it runs. */
export interface RaftSwitches {
  readonly heartbeatNanos: Nanos
  /** A leader that no quorum answers steps down after it, and a follower that hears nothing stands at some time after it. */
  readonly electionTimeoutNanos: Nanos
  /** How much later than the election timeout a follower stands: always so much, and at random up to so much more. */
  readonly standDelayNanos: Nanos
  readonly standSpreadNanos: Nanos
  /** Ask whether an election could be won before the term is raised for it. */
  readonly preVote: boolean
  /** A leader steps down when no quorum answers, and voters stay loyal to a leader heard of lately. Leases rest on it. */
  readonly checkQuorum: boolean
  /** How a leader makes sure that it still leads before a read: by asking, or by its lease. */
  readonly reads: 'read-index' | 'lease'
  /** By how much a clock may run fast or slow, as a share, for leases to be safe. */
  readonly driftBound: number
  /** Tell followers at once how far the log is committed, not with the next append or heartbeat. */
  readonly eagerCommit: boolean
  readonly rules: RaftRules
}

export interface RaftOptions extends RaftSwitches {
  /** Our own number. */
  readonly self: number
  readonly random: RandomStream
  /** In a group that has just been made nobody leads: a server need not hear nothing for a whole election timeout before it first stands, but only for so long (etcd: initial-election-tick-advance). */
  readonly firstPatienceNanos?: Nanos
  /** At most so many entries in one message, and so many sent but not confirmed to one follower. */
  readonly maxAppendEntries: number
  readonly maxInFlightEntries: number
  /** A learner may become a voter when it lacks at most so many entries. */
  readonly caughtUpEntries: number
}
