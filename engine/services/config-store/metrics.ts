import { counter, gauge, sample } from '../../measure/metric.ts'
import { RAFT_METRICS } from '../raft-host/metrics.ts'

export const CONFIG_STORE_METRICS = {
  ...RAFT_METRICS,
  reads: counter('Reads', 'reads'),
  writes: counter('Writes', 'writes'),
  exchanged: counter('Comparisons that held', 'transactions'),
  refusedTransactions: counter('Comparisons that did not hold', 'transactions'),
  revision: gauge('Revision', ''),
  compacted: gauge('Compacted up to revision', ''),
  keys: gauge('Keys', 'keys'),
  leases: gauge('Leases', 'leases'),
  nextLeaseEnd: gauge('Until the next lease ends', 'ns'),
  leasesEnded: counter('Leases ended', 'leases'),
  watchers: gauge('Watchers', 'watchers'),
  readTime: sample('Time until a read may be answered', 'ns'),
} as const
