import { counter, gauge, sample } from '../../measure/metric.ts'

export const BROKER_METRICS = {
  recordsIn: counter('Records taken in', 'records'),
  recordsOut: counter('Records read', 'records'),
  duplicates: counter('Duplicates recognised', 'batches'),
  fenced: counter('Fenced', 'requests'),
  tooFew: counter('Refused, too few in sync', 'batches'),
  truncated: counter('Truncated', 'records'),
  leads: gauge('Leads', 'partitions'),
  inSync: gauge('Smallest in-sync set', 'copies'),
  underReplicated: gauge('Under-replicated', 'partitions'),
  highWatermark: gauge('High watermark, led partitions', 'records'),
  unreplicated: gauge('Above the high watermark', 'records'),
  logBytes: gauge('Log', 'bytes'),
  cleaned: counter('Compacted away', 'records'),
  expired: counter('Segments expired', 'segments'),
  generation: gauge('Generation of the group', ''),
  transactions: counter('Transactions decided', 'transactions'),
  replication: sample('Until replicated', 'ns'),
} as const
