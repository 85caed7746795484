import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'
import type { PhiAccrualOptions } from '../membership/phi-accrual.ts'
import type { AcknowledgementRule } from './acknowledgement.ts'
import type { LogLeaderOptions } from './log-leader.ts'

/** What may be changed while the replica runs; all replicas should be given the same. */
export interface LogShippingSwitches {
  acknowledgement: AcknowledgementRule
  fencing: boolean
  /** Whether this replica may become leader; a group in which only one may has no failover. Absent: it may. */
  stands?: boolean
}

export interface LogShippingOptions extends LogLeaderOptions, LogShippingSwitches {
  readonly random: RandomStream
  /** What stamps are taken from: it may be set, so that nothing is measured by it. */
  readonly wallClock: () => Nanos
  /** Judge the leader by how regular its heartbeats were, on top of the election timeout; null: the timeout alone. */
  readonly phi: PhiAccrualOptions | null
  readonly leaseNanos: Nanos
  /** Who leads the first epoch. */
  readonly firstLeader: number
  /** Entries kept for followers that are behind, beyond what all hold; further behind, they get a snapshot. */
  readonly retainEntries: number
}
