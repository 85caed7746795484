import type { Nanos } from '../../lib/units.ts'
import type { ConsistencyLevel, QuorumTally } from './quorum-tally.ts'
import type { Key, Value } from './replica.ts'
import type { StoredVersion } from './version-store.ts'

/** A version on its way to as many replicas as its level wants. */
export interface PendingWrite {
  readonly requestId: number
  readonly key: Key
  readonly version: StoredVersion
  readonly tally: QuorumTally
  readonly startedAt: Nanos
  /** For a read that waits until what it saw is held widely enough: the answer is what it saw. */
  readonly isRepair: boolean
  readonly waitingFor: Set<number>
  answered: boolean
}

/** What is asked, and why. */
export interface Question {
  readonly requestId: number
  readonly key: Key
  readonly level: ConsistencyLevel
  /** For a write that is to be later than all that is found: it begins once they have answered. */
  readonly before: { readonly value: Value; readonly level: ConsistencyLevel } | null
}

/** A question to as many replicas as its level wants. */
export interface PendingRead extends Question {
  readonly tally: QuorumTally
  readonly startedAt: Nanos
  readonly asked: Set<number>
  readonly versions: Map<number, StoredVersion | null>
  askedAll: boolean
}
