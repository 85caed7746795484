import type { Estimate } from '../../schema/design.ts'

/** Figures of the source and of this run, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  requests: { title: 'Requests', unit: 'requests/s', value: 1_000, source: 'this run' },
  readShare: { title: 'Share of reads', unit: '', value: 0.98, source: 'this run' },
  hitRate: { title: 'Hit rate aimed at', unit: '', value: 0.8, source: 'the source: above 80 %' },
  readSeconds: {
    title: 'A read of the database',
    unit: 's',
    value: 0.025,
    source: 'the source: tens of milliseconds',
  },
  writeSeconds: {
    title: 'A write to the database',
    unit: 's',
    value: 0.035,
    source: 'assumed: a read and its log on the disk',
  },
  connections: { title: 'Connections of the database', unit: 'connections', value: 12, source: 'this run' },
  busyWithout: {
    title: 'Connections busy without a cache',
    unit: 'connections',
    value: { formula: 'requests * (readShare * readSeconds + (1 - readShare) * writeSeconds)' },
  },
  busyWith: {
    title: 'Connections busy with it',
    unit: 'connections',
    value: {
      formula: 'requests * (readShare * (1 - hitRate) * readSeconds + (1 - readShare) * writeSeconds)',
    },
  },
  hitRateNeeded: {
    title: 'Hit rate at which the database is just full',
    unit: '',
    value: {
      formula: '1 - (connections / requests - (1 - readShare) * writeSeconds) / (readShare * readSeconds)',
    },
  },
  ttlReal: { title: 'Time to live', unit: 's', value: 3_600, source: 'the source: one hour' },
  ttlScale: {
    title: 'Real seconds in one of this run',
    unit: '×',
    value: 120,
    source: 'so that expiry can be watched',
  },
  ttl: { title: 'Time to live in this run', unit: 's', value: { formula: 'ttlReal / ttlScale' } },
  valueBytes: { title: 'A value', unit: 'bytes', value: 1_000, source: 'assumed: one record' },
  overheadBytes: {
    title: 'Its overhead',
    unit: 'bytes',
    value: 100,
    source: 'key, links, expiry, allocator',
  },
  memoryBytes: { title: 'Memory of a cache node', unit: 'bytes', value: 900_000, source: 'this run' },
  memoryShare: {
    title: 'Share of it to use',
    unit: '',
    value: 0.75,
    source: 'the source: 70 to 80 %, to leave room for spikes',
  },
  capacity: {
    title: 'Entries that fit',
    unit: 'entries',
    value: { formula: 'memoryBytes * memoryShare / (valueBytes + overheadBytes)' },
  },
  nodes: { title: 'Cache nodes', unit: 'nodes', value: 3, source: 'the source' },
  virtualNodes: { title: 'Virtual nodes of each', unit: 'points', value: 150, source: 'the source' },
  ringPoints: { title: 'Points on the ring', unit: 'points', value: { formula: 'nodes * virtualNodes' } },
  movedByRing: { title: 'Keys that move when a node goes, ring', unit: '', value: { formula: '1 / nodes' } },
  movedByModulo: { title: 'Keys that move, modulo', unit: '', value: { formula: '1 - 1 / nodes' } },
  flushSeconds: { title: 'Written behind every', unit: 's', value: 0.5, source: 'this run' },
  lostInCrash: {
    title: 'Writes lost with a node, on average',
    unit: 'writes',
    value: { formula: 'requests * (1 - readShare) / nodes * flushSeconds / 2' },
  },
  filterKeys: {
    title: 'Keys in the Bloom filter',
    unit: 'keys',
    value: 110_000,
    source: 'the records of this run, and room for new ones',
  },
  bitsPerKey: {
    title: 'Bits a key for 1 % false positives',
    unit: 'bits',
    value: 9.585,
    source: 'Bloom (1970): -ln(p) / ln(2)²',
  },
  filterBytes: { title: 'The filter', unit: 'bytes', value: { formula: 'filterKeys * bitsPerKey / 8' } },
  hotReads: { title: 'Reads of a hot key', unit: 'requests/s', value: 100, source: 'assumed' },
  linearEverySeconds: {
    title: 'Between refreshes of it, chance linear in age',
    unit: 's',
    value: 7.52,
    source: 'mean of a Rayleigh distribution: √(π/2 × time to live / reads a second)',
    erratum:
      'The source refreshes with a chance that grows in proportion to age: a key read 100 times a second is refreshed every 7.5 s of its hour. XFetch waits for the end.',
  },
  linearRefreshes: {
    title: 'Refreshes in its time to live, where one would do',
    unit: 'refreshes',
    value: { formula: 'ttlReal / linearEverySeconds' },
  },
}
