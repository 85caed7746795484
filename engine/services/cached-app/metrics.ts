import { counter, gauge, ratio, sample } from '../../measure/metric.ts'

export const CACHED_APP_METRICS = {
  reads: counter('Reads', 'requests'),
  writes: counter('Writes', 'requests'),
  loads: counter('Loads from the origin', 'requests'),
  joined: counter('Joined a load', 'requests'),
  refreshes: counter('Early refreshes', 'requests'),
  denied: counter('Denied by the filter', 'requests'),
  passedAbsent: counter('Absent keys that passed the filter', 'requests'),
  falsePositives: ratio('False positives of the filter', ['passedAbsent'], ['passedAbsent', 'denied']),
  bypassed: counter('Past the cache', 'requests'),
  rerouted: counter('Asked another cache node', 'requests'),
  failedInvalidations: counter('Invalidations that failed', 'requests'),
  cachesOut: gauge('Cache nodes left out', 'nodes'),
  loadsOfOneKey: gauge('Loads of one key at once', 'requests'),
  loadTime: sample('Load time', 'ns'),
} as const
