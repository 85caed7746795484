import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const CLIENT = { keys: 10_000, sizeBytes: 1_000, deadlineMs: 2_000, timeoutMs: 2_000, retries: 0 }
const APPS = ['app-1', 'app-2']
const CACHE = { capacity: 600, ttlSeconds: 30, memoryMb: 0.9, earlyRefresh: 'xfetch' }
const SERVER = { earlyRefresh: 'xfetch', staleSecondsMax: 32 }
const CACHES = ['cache-1', 'cache-2', 'cache-3']

/** Two servers, three cache nodes on a ring, and one database that cannot take the load alone. */
export const design = defineDesign({
  summary: 'Eight reads in ten never reach the database; the rest must not bring it down.',
  nodes: {
    users: {
      kind: 'client',
      label: 'Users',
      at: [0, 0],
      params: {
        ...CLIENT,
        operations: 'records',
        ratePerSecond: 1_000,
        readShare: 0.98,
        users: 5_000,
        popularity: 'zipf',
        keySkew: 1.15,
      },
    },
    crawler: {
      kind: 'client',
      label: 'Crawler',
      at: [0, 1],
      params: { ...CLIENT, operations: 'absent-keys', ratePerSecond: 50, users: 1 },
    },
    report: {
      kind: 'client',
      label: 'Full report',
      at: [0, 2],
      params: { ...CLIENT, operations: 'table-scan', ratePerSecond: 0, users: 1 },
    },
    balancer: {
      kind: 'load-balancer',
      label: 'Load balancer',
      at: [1, 1],
      params: { timeoutMs: 2_000, ejectAfter: 0 },
    },
    'app-1': { kind: 'cached-app', label: 'Server 1', at: [2, 0.5], params: SERVER },
    'app-2': { kind: 'cached-app', label: 'Server 2', at: [2, 1.5], params: SERVER },
    'cache-1': { kind: 'cache', label: 'Cache 1', at: [3, 0], params: CACHE },
    'cache-2': { kind: 'cache', label: 'Cache 2', at: [3, 1], params: CACHE },
    'cache-3': { kind: 'cache', label: 'Cache 3', at: [3, 2], params: CACHE },
    database: {
      kind: 'database',
      label: 'Database',
      at: [4, 1],
      params: { connections: 12, queueLimit: 2_000, readMs: 25, writeMs: 35, rowsAtStart: 100_000 },
    },
  },
  edges: [
    ...['users', 'crawler', 'report'].map((from) => ({ from, port: 'out', to: 'balancer' })),
    ...APPS.flatMap((id) => [
      { from: 'balancer', port: 'backends', to: id },
      { from: id, port: 'origin', to: 'database' },
      ...CACHES.map((to) => ({ from: id, port: 'caches', to, latencyMs: 0.4 })),
      ...APPS.filter((peer) => peer !== id).map((to) => ({ from: id, port: 'peers', to })),
    ]),
    ...CACHES.map((from) => ({ from, port: 'origin', to: 'database' })),
  ],
  slos: {
    'eight in ten from the cache': { of: 'users', quantile: 0.8, belowMs: 5 },
    'users are fast': { of: 'users', quantile: 0.99, belowMs: 250 },
    'users are served': { of: 'users', availability: 0.995 },
  },
  invariants: [
    'cache-capacity',
    'below-optimum',
    'one-load-per-key',
    'refresh-in-time',
    'few-keys-move',
    'read-your-writes',
    'bounded-staleness',
    'acknowledged-writes-survive',
    'filter-never-denies',
    'filter-false-positives',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Hit rate and the best possible (looking back over the latest look-ups)',
      series: [
        { node: 'checks', metric: 'hitRate', label: 'this cache' },
        { node: 'checks', metric: 'optimum', label: 'Bélády, knowing what came' },
      ],
    },
    { title: 'Hit rate by node', series: CACHES.map((node) => ({ node, metric: 'hitRate', label: node })) },
    { title: 'Load of the origin', series: [{ node: 'database', metric: 'rate', label: 'database' }] },
    { title: 'Largest stampede on one key', series: [{ node: 'checks', metric: 'stampede' }] },
    { title: 'Evictions', series: CACHES.map((node) => ({ node, metric: 'evictions', label: node })) },
    {
      title: 'Memory in use (70 to 80 % is right)',
      series: CACHES.map((node) => ({ node, metric: 'memory', label: node })),
    },
    { title: 'Dirty writes', series: CACHES.map((node) => ({ node, metric: 'dirty', label: node })) },
    { title: 'Acknowledged writes lost', series: [{ node: 'checks', metric: 'lostWrites' }] },
    { title: 'Oldest stale read', series: [{ node: 'checks', metric: 'staleness' }] },
    { title: 'Keys moved by the latest change of nodes', series: [{ node: 'checks', metric: 'movedKeys' }] },
    { title: 'False positives of the Bloom filter', series: [{ node: 'checks', metric: 'falsePositives' }] },
  ],
  load: [
    'users.ratePerSecond',
    'users.readShare',
    'users.popularity',
    'users.keySkew',
    'report.ratePerSecond',
    'crawler.ratePerSecond',
    'users.pattern',
  ],
  interview: [
    {
      ask: 'Why does a cache-aside write delete the entry instead of updating it?',
      answer:
        'Two writers may reach the cache in the other order than the database; a deleted entry is loaded again and is right.',
    },
    {
      ask: 'A reader loads an old value just before a write and stores it just after. What now?',
      answer:
        'It stays until it expires, unless the cache refuses it: a lease, or a version, tells that the key was invalidated meanwhile.',
    },
    {
      ask: 'Which policy would you take for a workload with nightly reports?',
      answer:
        'One that asks for a second use before it trusts an entry: W-TinyLFU, S3-FIFO, SIEVE, 2Q. LRU forgets everything.',
    },
    {
      ask: 'Why is a hit rate of 80 % not good in itself?',
      answer:
        'What counts is what is left for the database: from 80 to 90 % halves it. Below what it can take, its queue grows without end.',
    },
    {
      ask: 'May a Bloom filter forget a key?',
      answer:
        'It cannot: bits are shared. A deleted key passes as a false positive until the filter is built anew.',
    },
  ],
})
