import { PARTITIONS } from '../../algorithms/partition/catalogue.ts'
import { choice, integer, number, toggle, type ValuesOf } from '../../schema/parameter.ts'

const WRONG = new Set(['mod-n'])

/** How rows are divided; for shards and for whoever decides on it. */
export const STRATEGY = choice({
  title: 'Partitioning',
  doc: 'How the shard of a row is found.',
  options: Object.fromEntries(
    PARTITIONS.map(({ name, title }) => [name, WRONG.has(name) ? `${title} (wrong)` : title]),
  ),
  default: 'hash-ring',
})

const table = {
  shard: integer({ title: 'Shard', doc: 'Which shard this is a replica of.', default: 0, max: 99, unit: '' }),
  strategy: {
    ...STRATEGY,
    title: 'First partitioning',
    doc: 'How rows are divided before anything is moved.',
  },
  shards: integer({
    title: 'First shards',
    doc: 'Over how many shards, before anything is moved.',
    default: 4,
    min: 1,
    max: 99,
    unit: 'shards',
  }),
  plainRows: integer({
    title: 'Rows',
    doc: 'Rows of the whole table at the start, with the keys from 0 on.',
    default: 12_000,
    min: 1,
    max: 1e6,
    unit: 'rows',
  }),
  accounts: integer({
    title: 'Accounts',
    doc: 'Accounts with a balance, with the keys after those rows.',
    default: 400,
    max: 1e5,
    unit: 'rows',
  }),
  virtualNodes: integer({
    title: 'Virtual nodes',
    doc: 'Points of each shard on the ring.',
    default: 250,
    min: 1,
    max: 10_000,
    unit: 'points',
    scale: 'log',
  }),
} as const

const replication = {
  acknowledge: choice({
    title: 'Acknowledges',
    doc: 'When a write is done: once a majority of the replicas holds it, or once the leader does.',
    options: { majority: 'When a majority has it', leader: 'When the leader has it (wrong)' },
    default: 'majority',
  }),
  failover: toggle({
    title: 'Failover',
    doc: 'Whether a replica takes over when the leader dies.',
    default: true,
  }),
  checksOwner: toggle({
    title: 'Checks ownership',
    doc: 'Refuses rows that belong to another shard; otherwise it serves whatever it is asked.',
    default: true,
  }),
} as const

const work = {
  workers: integer({
    title: 'Workers',
    doc: 'Statements worked on at once.',
    default: 4,
    min: 1,
    max: 1_000,
    unit: 'workers',
    scale: 'log',
  }),
  rowMs: number({
    title: 'A row',
    doc: 'Mean time of reading or writing one row.',
    default: 4,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  scanMs: number({
    title: 'A scan',
    doc: 'Mean time of looking at all rows of the shard.',
    default: 12,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  movedRowMicros: number({
    title: 'A moved row',
    doc: 'Time of each row that is copied out or in, as part of a batch.',
    default: 100,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  fsyncMs: number({
    title: 'Flush',
    doc: 'Time of making the log durable once.',
    default: 0.5,
    max: 1_000,
    unit: 'ms',
  }),
} as const

export const SHARD_PARAMS = { ...table, ...replication, ...work } as const

export type ShardParams = ValuesOf<typeof SHARD_PARAMS>
