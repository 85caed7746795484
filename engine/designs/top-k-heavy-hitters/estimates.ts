import type { Estimate } from '../../schema/design.ts'

/** Figures of the source and of this run, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  k: { title: 'Length of the list', unit: 'items', value: 100, source: 'the source' },
  width: { title: 'Columns of the matrix', unit: 'columns', value: 100_000, source: 'the source' },
  depth: { title: 'Rows of it', unit: 'rows', value: 7, source: 'the source' },
  matrixBytes: {
    title: 'The matrix, four bytes a counter',
    unit: 'bytes',
    value: { formula: 'width * depth * 4' },
  },
  error: {
    title: 'Error, as a share of the stream',
    unit: '',
    value: { formula: '2.718282 / width' },
    source: 'Cormode and Muthukrishnan (2005), Theorem 1: e / width',
  },
  chance: {
    title: 'Chance that one estimate is worse',
    unit: '',
    value: 0.000911882,
    source: 'Cormode and Muthukrishnan (2005): e^-depth, depth 7',
    erratum:
      'The source gives “~99 %” for Count-Min and no chance of failure. An error e / width is kept with probability 1 - e^-depth = 99.91 % for each item asked for, and is a share of the whole stream, not of the item’s count.',
  },
  eventsPerSecond: {
    title: 'Events',
    unit: 'events/s',
    value: 1_280_000,
    source: 'the source: above a million',
  },
  windowSeconds: { title: 'Window', unit: 's', value: 300, source: 'the source: five minutes' },
  windowEvents: {
    title: 'Events in a window',
    unit: 'events',
    value: { formula: 'eventsPerSecond * windowSeconds' },
  },
  errorEvents: { title: 'Error in events', unit: 'events', value: { formula: 'error * windowEvents' } },
  scale: {
    title: 'Real events in one of this run',
    unit: '×',
    value: 40,
    source: 'so that several windows can be watched',
  },
  timeScale: {
    title: 'Real seconds in one of this run',
    unit: '×',
    value: 100,
    source: 'a pane of 0.6 s is a minute',
  },
  scaledWidth: {
    title: 'Columns in this run',
    unit: 'columns',
    value: { formula: 'width / scale' },
    source: 'as rates and capacities are divided',
  },
  scaledEvents: {
    title: 'Events in a window of this run',
    unit: 'events',
    value: { formula: 'windowEvents / scale / timeScale' },
  },
  scaledError: {
    title: 'Error in events of this run',
    unit: 'events',
    value: { formula: '2.718282 / scaledWidth * scaledEvents' },
  },
  counters: { title: 'Counters of Space-Saving', unit: 'counters', value: 2_000, source: 'this run' },
  spaceSavingError: {
    title: 'Its error in this run, N / k',
    unit: 'events',
    value: { formula: 'scaledEvents / counters' },
    erratum:
      'The source keeps K counters for a list of K. Its last places are then off by N / K: the error must be small against the count of rank K, which takes 10 to 20 times as many.',
  },
  pruneError: {
    title: 'What Lossy Counting may miss of an item, error 0.0005',
    unit: 'events',
    value: { formula: '0.0005 * scaledEvents' },
    erratum:
      'The source counts the bucket up before it prunes, so that an entry is held against the next bucket’s number: whoever comes up to twice a bucket is forgotten each time, and twice as much is missed. It also reports from support * N on; that must be (support - error) * N.',
  },
  mappers: { title: 'Mappers', unit: 'mappers', value: 4, source: 'this run' },
  shippedBytes: {
    title: 'Shipped a pane, all matrices',
    unit: 'bytes',
    value: { formula: 'mappers * matrixBytes' },
  },
  exactItems: {
    title: 'Different items in a day',
    unit: 'items',
    value: 1_000_000_000,
    source: 'the source: billions',
  },
  exactBytes: {
    title: 'An exact table of them, 24 bytes an item',
    unit: 'bytes',
    value: { formula: 'exactItems * 24' },
  },
}
