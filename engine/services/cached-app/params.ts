import { choice, integer, number, toggle } from '../../schema/parameter.ts'
import { EARLY_REFRESH_PARAMS } from '../cache/early-refresh-rule.ts'
import { PATTERNS, type PatternName } from './patterns.ts'

const titles = Object.fromEntries(Object.entries(PATTERNS).map(([name, { title }]) => [name, title]))

const caching = {
  pattern: choice({
    title: 'Pattern',
    doc: 'Who loads what is not cached, and where a write goes.',
    options: titles as Record<PatternName, string>,
    default: 'cache-aside',
  }),
  tellAllNodes: toggle({
    title: 'Tell all nodes',
    doc: 'With write-through, every cache node that does not own a key forgets it when it is written: it may have owned it before.',
    default: true,
  }),
  routing: choice({
    title: 'Routing',
    doc: 'How the cache node of a key is found.',
    options: { 'hash-ring': 'Consistent ring', 'mod-n': 'Hash modulo N (wrong)' },
    default: 'hash-ring',
  }),
  virtualNodes: integer({
    title: 'Virtual nodes',
    doc: 'Points of each cache node on the ring.',
    default: 150,
    min: 1,
    max: 10_000,
    unit: 'points',
    scale: 'log',
  }),
  coalesce: toggle({
    title: 'Coalesce',
    doc: 'Readers of a key that is being loaded wait for that load; otherwise each loads it again.',
    default: true,
  }),
} as const

const absentKeys = {
  filter: choice({
    title: 'Bloom filter',
    doc: 'Whether reads of keys that cannot exist are answered without asking anybody.',
    options: {
      off: 'Off',
      on: 'On, told of new keys',
      frozen: 'Built at the start only (wrong)',
    },
    default: 'on',
  }),
  filterKeys: integer({
    title: 'Filter sized for',
    doc: 'How many keys the filter has room for at its rate of false positives.',
    default: 110_000,
    min: 1,
    max: 1e7,
    unit: 'keys',
    scale: 'log',
  }),
  falsePositives: number({
    title: 'False positives',
    doc: 'Promised share of absent keys that the filter lets pass.',
    default: 0.01,
    min: 0.000_1,
    max: 0.5,
    unit: '',
  }),
} as const

const patience = {
  cacheTimeoutMs: number({
    title: 'Cache timeout',
    doc: 'How long it waits for a cache node, beside the time that the node may wait for its origin.',
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
    doc: 'How long a cache node that does not answer gets no requests.',
    default: 2,
    min: 0.1,
    max: 3_600,
    unit: 's',
  }),
} as const

export const CACHED_APP_PARAMS = {
  ...caching,
  ...EARLY_REFRESH_PARAMS,
  ...absentKeys,
  ...patience,
  staleSecondsMax: number({
    title: 'Promised staleness',
    doc: 'A read never returns what was overwritten longer ago than this; nothing but a check looks at it.',
    default: 32,
    max: 86_400,
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
    doc: 'Processor time of one request, without waiting for others.',
    default: 300,
    min: 0,
    max: 1e6,
    unit: 'µs',
  }),
} as const
