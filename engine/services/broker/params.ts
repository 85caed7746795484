import type { ReplicaOptions } from '../../algorithms/stream/replica-messages.ts'
import { ms, us, type Nanos } from '../../lib/units.ts'
import { choice, integer, number, toggle, type ValuesOf } from '../../schema/parameter.ts'

const safety = {
  minInSync: integer({
    title: 'Least in sync',
    doc: 'With fewer copies in sync than this, nothing that waits for all is taken in, and readers see nothing new.',
    default: 2,
    min: 1,
    max: 9,
    unit: 'copies',
  }),
  watermark: choice({
    title: 'High watermark',
    doc: 'Up to where records count as replicated.',
    options: { 'in-sync': 'what all in sync have', leader: 'what the leader has' },
    default: 'in-sync',
  }),
  truncation: choice({
    title: 'Truncation',
    doc: 'By what a new follower finds the point at which its log parts from the leader’s.',
    options: { 'leader-epoch': 'leader epochs', 'high-watermark': 'its own high watermark' },
    default: 'leader-epoch',
  }),
  fencing: toggle({
    title: 'Fencing',
    doc: 'Producers of an earlier epoch are turned away.',
    default: true,
  }),
  generationCheck: toggle({
    title: 'Generations',
    doc: 'Commits are taken from members of the present generation only.',
    default: true,
  }),
} as const

const log = {
  cleanup: choice({
    title: 'Clean-up',
    doc: 'What becomes of old records.',
    options: {
      delete: 'deleted by age and size',
      compact: 'compacted by key',
      both: 'compacted, and deleted by age and size',
    },
    default: 'delete',
  }),
  segmentKb: number({
    title: 'Segment',
    doc: 'A segment of the log is closed at this size.',
    default: 64,
    min: 1,
    max: 1e6,
    unit: 'kB',
    scale: 'log',
  }),
  retentionSeconds: number({
    title: 'Retention',
    doc: 'Segments whose newest record is older are deleted.',
    default: 60,
    min: 0.1,
    max: 1e7,
    unit: 's',
    scale: 'log',
  }),
  retentionKb: number({
    title: 'Retention, size',
    doc: 'The oldest segments of a partition are deleted while it is larger.',
    default: 4_096,
    min: 1,
    max: 1e9,
    unit: 'kB',
    scale: 'log',
  }),
  deleteRetentionMs: number({
    title: 'Deletions kept',
    doc: 'Compaction: how long a deletion stays, so that readers see it.',
    default: 5_000,
    max: 1e7,
    unit: 'ms',
  }),
} as const

const times = {
  lagMaxMs: number({
    title: 'Lag allowed',
    doc: 'A follower that has not caught up for this long is not in sync.',
    default: 800,
    min: 20,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  heartbeatMs: number({
    title: 'Heartbeat',
    doc: 'How often the controller hears of this broker.',
    default: 200,
    min: 10,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  fetchWaitMs: number({
    title: 'Followers wait',
    doc: 'How long a follower’s fetch is held when there is nothing new.',
    default: 100,
    min: 1,
    max: 10_000,
    unit: 'ms',
  }),
  checkpointMs: number({
    title: 'Checkpoint',
    doc: 'How often high watermarks are written to disk.',
    default: 500,
    min: 10,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

const groups = {
  sessionMs: number({
    title: 'Members’ session',
    doc: 'A member of a group that is silent for this long has lost its partitions.',
    default: 1_500,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  rebalanceMs: number({
    title: 'Rebalance',
    doc: 'How long a rebalance waits for members to join again.',
    default: 2_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  initialDelayMs: number({
    title: 'First rebalance',
    doc: 'How long the first rebalance waits for more members.',
    default: 200,
    max: 60_000,
    unit: 'ms',
  }),
} as const

const machine = {
  workers: integer({
    title: 'Workers',
    doc: 'Requests worked on at once.',
    default: 4,
    min: 1,
    max: 100,
    unit: '',
  }),
  requestMicros: number({
    title: 'Request',
    doc: 'Work for each request.',
    default: 50,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  appendMicros: number({
    title: 'Write',
    doc: 'Time of the disk for each request that writes; it goes to the system’s cache, not to the platter.',
    default: 50,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  recordMicros: number({
    title: 'Record',
    doc: 'Time of the disk for each record written.',
    default: 20,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
} as const

export const BROKER_PARAMS = { ...safety, ...log, ...times, ...groups, ...machine } as const
export type BrokerParams = ValuesOf<typeof BROKER_PARAMS>

/** A follower asks for so much at once, for each partition. */
const FETCH_BYTES = 262_144
export const INDEX_INTERVAL_BYTES = 4_096

export function replicaOptions(params: BrokerParams, self: number, isInternal: boolean): ReplicaOptions {
  const { minInSync, watermark, truncation, fencing } = params
  const lagMaxNanos = ms(params.lagMaxMs)
  const shared = { self, minInSync, lagMaxNanos, fencing, fetchBytes: FETCH_BYTES }
  // What is tried out on the topic is not tried out on what brokers keep about groups and transactions.
  return isInternal
    ? { ...shared, watermark: 'in-sync', truncation: 'leader-epoch' }
    : { ...shared, watermark, truncation }
}

/** How long it takes to write `records` down. */
export const writeNanos = ({ appendMicros, recordMicros }: BrokerParams, records: number): Nanos =>
  us(appendMicros + recordMicros * records)
