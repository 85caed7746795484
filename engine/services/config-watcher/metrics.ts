import { counter, gauge, sample } from '../../measure/metric.ts'

export const WATCHER_METRICS = {
  delivered: counter('Changes seen, by all watchers together', 'changes'),
  connected: gauge('Watchers with a server', 'watchers'),
  oldest: gauge('Revision of the watcher that is furthest behind', ''),
  reconnects: counter('Reconnects', 'watchers'),
  toldCompacted: counter('Told that what they missed is compacted', 'watchers'),
  gaps: counter('Gaps noticed', 'watchers'),
  featureOn: gauge('Programs that have the feature on', 'programs'),
  watchDelay: sample('Time from asking for a change until watchers see it', 'ns'),
} as const
