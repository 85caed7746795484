import { choice, integer, number } from '../../schema/parameter.ts'
import { CACHE_PARAMS } from '../cache/params.ts'

const levels = {
  levels: choice({
    title: 'Levels',
    doc: 'Which caches it looks into before it asks the origin.',
    options: { both: 'Own memory, then shared', local: 'Own memory only', global: 'Shared only' },
    default: 'both',
  }),
  lookup: choice({
    title: 'A hit is',
    doc: 'What counts as found: whatever is there, or only what a condition takes for true.',
    options: { presence: 'Any cached value', truthiness: 'A value that is true (wrong)' },
    default: 'presence',
  }),
  policy: CACHE_PARAMS.policy,
  capacity: { ...CACHE_PARAMS.capacity, title: 'Own capacity', default: 1_000 },
  ttlSeconds: number({
    title: 'Own time to live',
    doc: 'Entries of its own memory older than this are forgotten; 0 keeps them until they are evicted.',
    default: 5,
    max: 86_400,
    unit: 's',
  }),
  negativeTtlSeconds: number({
    title: 'Absent for',
    doc: 'How long it remembers that the origin has nothing under a key; 0 does not remember.',
    default: 5,
    max: 86_400,
    unit: 's',
  }),
} as const

const invalidation = {
  invalidation: choice({
    title: 'Invalidation',
    doc: 'How a server learns that a copy in its own memory was overwritten through another.',
    options: {
      ttl: 'Time to live only',
      manual: 'The writer clears its own',
      'pub-sub': 'Published message',
      'version-stamp': 'Version stamps',
    },
    default: 'pub-sub',
  }),
  stampPollMs: number({
    title: 'Ask for stamps every',
    doc: 'How often it asks the origin which version stamps have risen.',
    default: 200,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  stampTrustMs: number({
    title: 'Trust stamps for',
    doc: 'Longer after its last successful question it trusts no copy at all.',
    default: 500,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  staleSecondsMax: number({
    title: 'Promised staleness',
    doc: 'A read never returns what was overwritten longer ago than this; nothing but a check looks at it.',
    default: 7,
    max: 86_400,
    unit: 's',
  }),
} as const

export const TIERED_APP_PARAMS = {
  ...levels,
  ...invalidation,
  sharedTimeoutMs: number({
    title: 'Shared cache timeout',
    doc: 'How long it waits for the shared cache before it does without.',
    default: 50,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  originTimeoutMs: number({
    title: 'Origin timeout',
    doc: 'How long it waits for the origin.',
    default: 1_000,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  leaveOutSeconds: number({
    title: 'Left out for',
    doc: 'How long a shared cache that does not answer gets no requests.',
    default: 1,
    min: 0.1,
    max: 3_600,
    unit: 's',
  }),
  workers: integer({
    title: 'Workers',
    doc: 'Requests worked on at once.',
    default: 8,
    min: 1,
    max: 10_000,
    unit: 'workers',
    scale: 'log',
  }),
  workMicros: number({
    title: 'Work a request',
    doc: 'Processor time of one request, a look into its own memory included.',
    default: 100,
    min: 0,
    max: 1e6,
    unit: 'µs',
  }),
} as const
