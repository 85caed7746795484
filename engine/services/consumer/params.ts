import { assignors } from '../../algorithms/stream/assignors.ts'
import { choice, integer, number, type ValuesOf } from '../../schema/parameter.ts'

const reading = {
  isolation: choice({
    title: 'Reads',
    doc: 'Records of transactions: only once these are committed, or as soon as they are replicated.',
    options: { committed: 'committed records', uncommitted: 'everything replicated' },
    default: 'committed',
  }),
  commit: choice({
    title: 'Commits',
    doc: 'When the group’s position is written down: after records are processed, so that some are processed twice when a member dies; or before, so that some never are.',
    options: { after: 'after processing', before: 'before processing' },
    default: 'after',
  }),
  assignment: choice({
    title: 'Assignment',
    doc: 'How the members of the group share the partitions.',
    options: Object.fromEntries(assignors.map(({ name, title }) => [name, title])),
    default: 'cooperative',
  }),
} as const

const times = {
  commitMs: number({
    title: 'Commit interval',
    doc: 'How often the position is committed.',
    default: 200,
    min: 5,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  heartbeatMs: number({
    title: 'Heartbeat',
    doc: 'How often the coordinator hears of this member.',
    default: 200,
    min: 10,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  mostPollMs: number({
    title: 'Longest poll',
    doc: 'A member that works longer than this on what it got at once leaves the group.',
    default: 1_000,
    min: 10,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  fetchWaitMs: number({
    title: 'Fetch waits',
    doc: 'How long a broker holds a fetch that finds nothing.',
    default: 100,
    min: 1,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  requestMs: number({
    title: 'Request timeout',
    doc: 'How long an answer is waited for.',
    default: 400,
    min: 5,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

const work = {
  recordMicros: number({
    title: 'Record',
    doc: 'Work for each record.',
    default: 200,
    max: 1e6,
    unit: 'µs',
    scale: 'log',
  }),
  pollRecords: integer({
    title: 'Poll',
    doc: 'Records worked on at once.',
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'records',
    scale: 'log',
  }),
  fetchKb: number({
    title: 'Fetch',
    doc: 'Fetched of one partition at once.',
    default: 64,
    min: 0.1,
    max: 10_000,
    unit: 'kB',
    scale: 'log',
  }),
  leastKb: number({
    title: 'Least fetch',
    doc: 'A broker waits for as much before it answers, but not longer than the fetch waits.',
    default: 4,
    min: 0.001,
    max: 10_000,
    unit: 'kB',
    scale: 'log',
  }),
} as const

export const CONSUMER_PARAMS = { ...reading, ...times, ...work } as const
export type ConsumerParams = ValuesOf<typeof CONSUMER_PARAMS>
