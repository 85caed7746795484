import { POLICIES } from '../../algorithms/cache/policies.ts'
import { choice, integer, number, toggle } from '../../schema/parameter.ts'
import { EARLY_REFRESH_PARAMS } from './early-refresh-rule.ts'

const titles = POLICIES.filter(({ role }) => role !== 'bound').map(({ name, title, role }) => {
  return [name, role === 'broken' ? `${title} (wrong)` : title] as const
})

const entries = {
  policy: choice({
    title: 'Eviction',
    doc: 'Which entry goes when there is no room.',
    options: Object.fromEntries(titles),
    default: 'lru',
  }),
  capacity: integer({
    title: 'Capacity',
    doc: 'Entries that it may hold.',
    default: 2_000,
    min: 1,
    max: 1e6,
    unit: 'entries',
    scale: 'log',
  }),
  ttlSeconds: number({
    title: 'Time to live',
    doc: 'Entries older than this are forgotten; 0 keeps them until they are evicted.',
    default: 30,
    max: 86_400,
    unit: 's',
  }),
  negativeTtlSeconds: number({
    title: 'Absent for',
    doc: 'How long it remembers that the origin has nothing under a key; 0 does not remember.',
    default: 0,
    max: 86_400,
    unit: 's',
  }),
  memoryMb: number({
    title: 'Memory',
    doc: 'What the machine has for entries and dirty writes; 70 to 80 % of it should be in use.',
    default: 3,
    min: 0.001,
    max: 1e6,
    unit: 'MB',
    scale: 'log',
  }),
} as const

const loading = {
  coalesce: toggle({
    title: 'Coalesce',
    doc: 'Readers of a key that is being loaded wait for that load; otherwise each loads it again.',
    default: true,
  }),
  leases: toggle({
    title: 'Leases',
    doc: 'Refuses to store what was read from the origin before a write of the same key.',
    default: true,
  }),
  refreshAheadShare: number({
    title: 'Refresh ahead at',
    doc: 'Share of its time after which a reader that asks for it refreshes an entry in the background.',
    default: 0.75,
    min: 0.01,
    max: 1,
    unit: '',
  }),
  originTimeoutMs: number({
    title: 'Origin timeout',
    doc: 'How long it waits for its origin.',
    default: 1_000,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

const writingBehind = {
  flushMs: number({
    title: 'Flush every',
    doc: 'How often dirty writes are sent to the origin.',
    default: 500,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  batchRows: integer({
    title: 'Batch',
    doc: 'Dirty writes sent at once.',
    default: 200,
    min: 1,
    max: 10_000,
    unit: 'writes',
    scale: 'log',
  }),
  dirtyMax: integer({
    title: 'Dirty writes at most',
    doc: 'With more than that, writes are taken through to the origin.',
    default: 5_000,
    min: 1,
    max: 1e6,
    unit: 'writes',
    scale: 'log',
  }),
} as const

export const CACHE_PARAMS = {
  ...entries,
  ...loading,
  ...EARLY_REFRESH_PARAMS,
  ...writingBehind,
  opMicros: number({
    title: 'Time per operation',
    doc: 'How long one operation keeps the single thread busy.',
    default: 50,
    min: 1,
    max: 100_000,
    unit: 'µs',
    scale: 'log',
  }),
} as const
