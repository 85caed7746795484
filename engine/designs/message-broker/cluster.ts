import type { DesignSource } from '../../schema/design.ts'

type Nodes = DesignSource['nodes']
type Edges = DesignSource['edges']

export const BROKERS = ['broker-1', 'broker-2', 'broker-3'] as const
export const PRODUCERS = ['producer-1', 'producer-2'] as const
export const CONSUMERS = ['consumer-1', 'consumer-2', 'consumer-3'] as const

/** The entry's scale. */
export const PARTITIONS = 12
export const REPLICATION = 3
export const MIN_IN_SYNC = 2
export const RATE_PER_SECOND = 600
/** One simulated record stands for so many. */
export const SCALE = 100
export const RECORD_BYTES = 200

/** Two programs that write, three brokers with their controller, a group of three that read. */
export function nodes(): Nodes {
  return {
    shop: {
      kind: 'client',
      label: 'Shop',
      at: [0, 1.1],
      params: {
        operations: 'publish',
        ratePerSecond: RATE_PER_SECOND,
        keys: 1_000,
        keySkew: 0.8,
        sizeBytes: RECORD_BYTES,
        deadlineMs: 8_000,
        timeoutMs: 8_000,
        retries: 0,
      },
    },
    ...Object.fromEntries(
      PRODUCERS.map((id, i) => [
        id,
        { kind: 'producer', label: `Producer ${i + 1}`, at: [1.1, 0.5 + i * 1.2] },
      ]),
    ),
    ...Object.fromEntries(
      BROKERS.map((id, i) => [
        id,
        { kind: 'broker', label: `Broker ${i + 1}`, at: [2.3 + (i === 1 ? 0.45 : 0), i * 1.1] },
      ]),
    ),
    controller: { kind: 'broker-controller', label: 'Controller', at: [2.4, 3.35] },
    ...Object.fromEntries(
      CONSUMERS.map((id, i) => [id, { kind: 'consumer', label: `Consumer ${i + 1}`, at: [3.9, i * 1.1] }]),
    ),
  }
}

/** Clients of the log reach every broker; brokers reach each other and their controller. */
export function edges(): Edges {
  const toBrokers = (from: string) => BROKERS.map((to) => ({ from, port: 'brokers', to }))
  return [
    ...PRODUCERS.map((to) => ({ from: 'shop', port: 'out', to })),
    ...PRODUCERS.flatMap(toBrokers),
    { from: 'broker-1', port: 'peers', to: 'broker-2' },
    { from: 'broker-1', port: 'peers', to: 'broker-3' },
    { from: 'broker-2', port: 'peers', to: 'broker-3' },
    ...BROKERS.map((from) => ({ from, port: 'controller', to: 'controller' })),
    ...CONSUMERS.flatMap(toBrokers),
  ]
}
