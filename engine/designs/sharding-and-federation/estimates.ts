import type { Estimate } from '../../schema/design.ts'

/** Figures of the source and of this run, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  rows: {
    title: 'Rows of the table',
    unit: 'rows',
    value: 124_000_000,
    source: 'the source: above 100 million',
  },
  rowScale: {
    title: 'Real rows for one of this run',
    unit: '×',
    value: 10_000,
    source: 'so that moves can be watched',
  },
  rowsHere: { title: 'Rows of this run', unit: 'rows', value: { formula: 'rows / rowScale' } },
  rowBytes: { title: 'A row', unit: 'bytes', value: 1_000, source: 'assumed' },
  tableBytes: { title: 'The table', unit: 'bytes', value: { formula: 'rows * rowBytes' } },
  shards: { title: 'Shards', unit: 'shards', value: 4, source: 'the source' },
  replicas: {
    title: 'Copies of each',
    unit: 'copies',
    value: 3,
    source: 'the source: a primary and two replicas',
  },
  shardBytes: { title: 'One shard', unit: 'bytes', value: { formula: 'tableBytes / shards' } },
  storedBytes: { title: 'Storage of all copies', unit: 'bytes', value: { formula: 'tableBytes * replicas' } },
  movedByRing: {
    title: 'Rows that move to a fifth shard, ring',
    unit: '',
    value: { formula: '1 / (shards + 1)' },
  },
  movedByModulo: { title: 'Rows that move, modulo', unit: '', value: { formula: 'shards / (shards + 1)' } },
  copyBytesPerSecond: {
    title: 'Copied a second from each shard',
    unit: 'bytes/s',
    value: 20_000_000,
    source: 'assumed: a fifth of a gigabit link, so that the rest serves',
  },
  ringSeconds: {
    title: 'A move by the ring takes',
    unit: 's',
    value: { formula: 'tableBytes * movedByRing / shards / copyBytesPerSecond' },
  },
  moduloSeconds: {
    title: 'A move by modulo takes',
    unit: 's',
    value: { formula: 'tableBytes * movedByModulo / shards / copyBytesPerSecond' },
  },
  requests: {
    title: 'Requests for rows',
    unit: 'requests/s',
    value: 4_400,
    source: 'this run: 220, each of which stands for twenty',
  },
  requestsEach: { title: 'Requests a shard', unit: 'requests/s', value: { formula: 'requests / shards' } },
  slowShare: {
    title: 'Answers of one shard that are slow',
    unit: '',
    value: 0.01,
    source: 'by the meaning of p99',
  },
  slowScans: {
    title: 'Reports over four shards that wait for a slow one',
    unit: '',
    value: { formula: '1 - (1 - slowShare) * (1 - slowShare) * (1 - slowShare) * (1 - slowShare)' },
  },
  ringPositions: {
    title: 'Positions of the source’s ring',
    unit: 'positions',
    value: 1_000,
    source: 'the source: 0 to 999, a quarter for each shard',
    erratum:
      'The source cuts its ring into one arc for each shard. A fifth shard then halves one arc: it relieves one of four, and the loads are 1, 1, 1, ½, ½. With many points for each shard it takes a little from all.',
  },
  virtualNodes: {
    title: 'Points of each shard',
    unit: 'points',
    value: 250,
    source: 'this run: 1,000 positions on four shards',
  },
  saneAvailability: { title: 'A service is up', unit: '', value: 0.999, source: 'assumed' },
  allOrNothing: {
    title: 'Pages that need all four services',
    unit: '',
    value: { formula: 'saneAvailability * saneAvailability * saneAvailability * saneAvailability' },
  },
}
