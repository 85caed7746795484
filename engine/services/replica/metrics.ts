import { counter, gauge, sample } from '../../measure/metric.ts'

export const REPLICA_METRICS = {
  writes: counter('Writes', 'writes'),
  reads: counter('Reads', 'reads'),
  refused: counter('Refused', 'requests'),
  conflicts: counter('Conflicts: of two writes one was dropped', 'conflicts'),
  tooEarly: counter('Shown before what they depend on', 'writes'),
  overtaken: counter('Later writes dropped for earlier ones', 'writes'),
  takenBack: counter('Acknowledged writes taken back', 'writes'),
  shipped: counter('Sent to other replicas', 'bytes'),
  lag: gauge('Lag', 'ns'),
  lagEntries: gauge('Lag in entries', 'entries'),
  lagAlerts: counter('Times it fell too far behind', 'alerts'),
  unconfirmed: gauge('Not confirmed by the furthest replica', 'entries'),
  unconfirmedFor: gauge('Oldest write not confirmed by the furthest replica', 'ns'),
  siblings: gauge('Keys with siblings', 'keys'),
  leads: gauge('Epoch led', ''),
  epoch: gauge('Epoch', ''),
  writable: gauge('Takes writes', ''),
  sessionWait: sample('Wait for what its user has seen', 'ns'),
  commitTime: sample('Time until a write is acknowledged', 'ns'),
} as const
