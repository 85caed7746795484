import type { Estimate } from '../../schema/design.ts'

/** Figures of the source and of this run, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  requests: {
    title: 'Requests',
    unit: 'requests/s',
    value: 4_000,
    source: 'this run: 400, each of which stands for ten',
  },
  servers: { title: 'Servers', unit: 'servers', value: 4, source: 'this run' },
  localSeconds: {
    title: 'Own memory, with the request’s work',
    unit: 's',
    value: 0.0001,
    source: 'the source: 0.1 ms',
    erratum:
      'The source gives 50 to 100 ns for an in-memory look-up in one place and 0.1 ms in another: the first is the look-up alone, the second is what a request takes.',
  },
  sharedSeconds: {
    title: 'Shared cache',
    unit: 's',
    value: 0.002,
    source: 'the source: 1 to 5 ms, 2 ms in its example',
  },
  databaseSeconds: { title: 'Database', unit: 's', value: 0.05, source: 'the source: 50 ms' },
  localHits: {
    title: 'Hit rate of own memories',
    unit: '',
    value: 0.65,
    source: 'read off this run; see the chart',
  },
  sharedHits: {
    title: 'Hit rate of the shared cache, of what is left',
    unit: '',
    value: 0.6,
    source: 'read off this run; it is low because the servers answer what is asked for most',
  },
  meanBoth: {
    title: 'Mean latency, both levels',
    unit: 's',
    value: {
      formula:
        'localSeconds + (1 - localHits) * sharedSeconds + (1 - localHits) * (1 - sharedHits) * databaseSeconds',
    },
  },
  meanLocal: {
    title: 'Mean latency, local only (if the database could take it)',
    unit: 's',
    value: { formula: 'localSeconds + (1 - localHits) * databaseSeconds' },
  },
  readsBoth: {
    title: 'Reads of the database, both levels',
    unit: 'requests/s',
    value: { formula: 'requests * (1 - localHits) * (1 - sharedHits)' },
  },
  readsLocal: {
    title: 'Reads of the database, local only',
    unit: 'requests/s',
    value: { formula: 'requests * (1 - localHits)' },
  },
  connections: {
    title: 'Connections of the database',
    unit: 'connections',
    value: 80,
    source: 'this run: 8, each of which stands for ten',
  },
  readsMost: {
    title: 'Reads that the database can take',
    unit: 'requests/s',
    value: { formula: 'connections / databaseSeconds' },
  },
  entries: { title: 'Entries a server', unit: 'entries', value: 1_000, source: 'the source: LRU of 1,000' },
  entryBytes: { title: 'An entry', unit: 'bytes', value: 1_100, source: 'assumed: 1 kB and its overhead' },
  localBytes: {
    title: 'Memory of all servers’ caches',
    unit: 'bytes',
    value: { formula: 'servers * entries * entryBytes' },
  },
  distinctLeast: {
    title: 'Of which distinct, if all hold the same',
    unit: 'bytes',
    value: { formula: 'entries * entryBytes' },
  },
  ttlReal: {
    title: 'Time to live of the shared cache',
    unit: 's',
    value: 3_600,
    source: 'the source: one hour',
  },
  ttlScale: {
    title: 'Real seconds in one of this run',
    unit: '×',
    value: 60,
    source: 'so that expiry can be watched',
  },
  ttl: { title: 'Time to live in this run', unit: 's', value: { formula: 'ttlReal / ttlScale' } },
  stampTrust: { title: 'Stamps are trusted for', unit: 's', value: 0.5, source: 'this run' },
  originTimeout: { title: 'A load takes at most', unit: 's', value: 1, source: 'this run: the timeout' },
  stampBound: {
    title: 'No read is older than, with version stamps',
    unit: 's',
    value: { formula: 'stampTrust + originTimeout' },
  },
}
