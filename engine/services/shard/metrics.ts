import { counter, gauge } from '../../measure/metric.ts'

export const SHARD_METRICS = {
  reads: counter('Rows read', 'requests'),
  writes: counter('Rows written', 'requests'),
  scans: counter('Scans', 'requests'),
  rowsOut: counter('Rows copied out', 'rows'),
  rowsIn: counter('Rows copied in', 'rows'),
  refused: counter('Asked for rows of others', 'requests'),
  frozen: counter('Writes held off while rows move', 'requests'),
  leads: gauge('Leads', ''),
  rows: gauge('Rows', 'rows'),
} as const
