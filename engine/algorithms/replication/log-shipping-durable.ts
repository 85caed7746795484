import type { HybridClockState } from '../clock/hybrid-logical-clock.ts'
import type { Acknowledged } from './acknowledged-loss.ts'
import type { ElectionDurable } from './leader-election.ts'
import type { Key, Value } from './replica.ts'
import type { ShippedLogDurable } from './shipped-log.ts'
import { ShippedLog } from './shipped-log.ts'

/** What of a log-shipping replica survives a crash. Changed in place. */
export interface LogShippingDurable {
  started: boolean
  readonly election: ElectionDurable
  readonly log: ShippedLogDurable
  readonly clock: HybridClockState
  /** The newest write acknowledged while leading: only to count what a failover loses. */
  readonly acknowledged: Acknowledged
}

/**
 * State for a replica's first start. `firstLeader` and the `initial` values must be the same at all replicas. Not for a
 * replica that lost its disk: it would have forgotten its promises.
 */
export function logShippingDurable(
  firstLeader: number,
  initial: Iterable<readonly [Key, Value]> = [],
): LogShippingDurable {
  return {
    started: false,
    election: { promisedEpoch: 1, promisedTo: firstLeader },
    log: ShippedLog.durable(initial),
    clock: { physicalNanos: 0, counter: 0 },
    acknowledged: { epoch: 0, index: 0 },
  }
}
