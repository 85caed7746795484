import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { HybridClockState } from '../clock/hybrid-logical-clock.ts'
import type { HintsDurable } from './hint-store.ts'
import type { ConsistencyLevel } from './quorum-tally.ts'
import type { Key } from './replica.ts'
import type { ReplicaGroup } from './replica-group.ts'
import type { StoredVersion } from './version-store.ts'

/** What may be changed while the replica runs. */
export interface QuorumSwitches {
  /** For operations that name no level themselves. */
  writeLevel: ConsistencyLevel
  readLevel: ConsistencyLevel
  /**
   * What a read does about replicas that answered with something old: nothing, send them the newest meanwhile, or also
   * wait until enough hold it (so that no later read can see less).
   */
  readRepair: 'none' | 'asynchronous' | 'blocking'
  /** Whether a write asks a read level what is there before it takes its stamp: with hybrid ones it is later than all of that, whatever clocks say. */
  asksFirst: boolean
}

export interface QuorumOptions extends QuorumSwitches {
  readonly group: ReplicaGroup
  readonly random: RandomStream
  /** What stamps are taken from: it may be set, so that nothing is measured by it. */
  readonly wallClock: () => Nanos
  /** All members, nearest first, beginning with this one: who is asked when not all are. */
  readonly preference: readonly number[]
  readonly requestTimeoutNanos: Nanos
  /** A read not complete by then asks everyone. */
  readonly speculativeNanos: Nanos
  readonly heartbeatNanos: Nanos
  /** A member silent for longer is not waited for: its writes are kept as hints. */
  readonly suspectNanos: Nanos
  /** How often buckets are compared with a member drawn at random; Infinity: never. */
  readonly antiEntropyNanos: Nanos
  /** Hints kept for one member; 0: none. */
  readonly hintLimit: number
  /** 'hybrid': stamps respect causality. 'wall': the local clock as it is. */
  readonly stamps: 'hybrid' | 'wall'
  /** Writes from further ahead of the local clock are not taken; Infinity: all are. */
  readonly maxDriftNanos: Nanos
  readonly entryBytes: number
}

/** What of a quorum replica survives a crash. Changed in place. */
export interface QuorumDurable {
  /** Counts restarts, so that a late reply is not taken for one to a new request. */
  incarnation: number
  readonly clock: HybridClockState
  readonly entries: Map<Key, StoredVersion>
  readonly hints: HintsDurable
}
