import type { Estimate } from '../../schema/design.ts'

/** Figures of the source, with what follows from them. */
export const ESTIMATES: Record<string, Estimate> = {
  clients: { title: 'Clients', unit: 'clients', value: 10_000_000, source: 'assumed: a large public API' },
  bucketBytes: {
    title: 'State of a token bucket',
    unit: 'bytes',
    value: 24,
    source: 'three numbers of 8 bytes',
  },
  logBytes: { title: 'One entry of a sliding log', unit: 'bytes', value: 8, source: 'one time of 8 bytes' },
  limit: { title: 'Limit', unit: 'requests', value: 100, source: 'the source: capacity 100' },
  refill: { title: 'Refill', unit: 'requests/s', value: 10, source: 'the source: 10 a second' },
  bucketMemory: {
    title: 'Memory, token buckets',
    unit: 'bytes',
    value: { formula: 'clients * bucketBytes' },
  },
  logMemory: {
    title: 'Memory, sliding logs, all full',
    unit: 'bytes',
    value: { formula: 'clients * limit * logBytes' },
  },
  commandMicros: {
    title: 'Time of a script',
    unit: 'µs',
    value: 40,
    source: 'order of magnitude of a short script on one core',
  },
  storeCapacity: {
    title: 'Decisions of one store',
    unit: 'requests/s',
    value: { formula: '1_000_000 / commandMicros' },
  },
  serverRate: {
    title: 'Requests of one server',
    unit: 'requests/s',
    value: 1_000,
    source: 'assumed: a mid-size API server',
  },
  serversPerStore: {
    title: 'Servers per store',
    unit: 'servers',
    value: { formula: 'storeCapacity / serverRate' },
  },
  globalLimit: {
    title: 'Global limit',
    unit: 'requests/s',
    value: { formula: '50_000 / 60' },
    source: 'the source: 50,000 a minute over all',
  },
  edgeBurst: {
    title: 'Worst window of a fixed window',
    unit: 'requests',
    value: { formula: '2 * limit' },
    erratum:
      'The source names 200 a minute for a limit of 100 as a property of one boundary; it happens at every boundary.',
  },
}
