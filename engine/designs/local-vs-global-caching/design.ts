import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { ESTIMATES } from './estimates.ts'
import { INTERVIEW } from './interview.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'

const CLIENT = { sizeBytes: 1_000, deadlineMs: 2_000, timeoutMs: 2_000, retries: 0 }
const APPS = ['app-1', 'app-2', 'app-3', 'app-4']

/** Four servers with memories of their own, one cache that they share, and a database that cannot take what the servers miss alone. */
export const design = defineDesign({
  summary:
    'Copies near the reader are fast and grow old; a shared copy is slower and one for all. Both, then.',
  requestsPerSimulated: 10,
  nodes: {
    users: {
      kind: 'client',
      label: 'Users',
      at: [0, 1],
      params: {
        ...CLIENT,
        operations: 'records',
        ratePerSecond: 400,
        readShare: 0.98,
        users: 5_000,
        keys: 2_000,
        popularity: 'zipf',
        keySkew: 1.2,
      },
    },
    visitors: {
      kind: 'client',
      label: 'Dead links',
      at: [0, 2],
      params: {
        ...CLIENT,
        operations: 'dead-links',
        ratePerSecond: 40,
        readShare: 0.98,
        users: 200,
        keys: 25,
        popularity: 'zipf',
        keySkew: 1,
      },
    },
    balancer: {
      kind: 'load-balancer',
      label: 'Load balancer',
      at: [1, 1.5],
      params: { timeoutMs: 2_000, ejectAfter: 0, otherTries: 1 },
    },
    ...Object.fromEntries(
      APPS.map((id, i) => [
        id,
        { kind: 'tiered-app', label: `Server ${i + 1}`, at: [2, i] as [number, number], params: {} },
      ]),
    ),
    channel: { kind: 'pub-sub', label: 'Invalidations', at: [3, 3] },
    shared: {
      kind: 'cache',
      label: 'Shared cache',
      at: [3, 1],
      params: { capacity: 10_000, ttlSeconds: 60, opMicros: 500, memoryMb: 15, negativeTtlSeconds: 5 },
    },
    database: {
      kind: 'database',
      label: 'Database',
      at: [4, 1.5],
      params: {
        connections: 8,
        // Three quarters of a second: the servers wait for one. What waits longer is done for nobody and fills no copy, so that with
        // 200 it stayed overloaded for ever after a pause that had let copies grow old.
        queueLimit: 120,
        readMs: 50,
        writeMs: 50,
        variation: 0.2,
        rowsAtStart: 100_000,
      },
    },
  },
  edges: [
    ...['users', 'visitors'].map((from) => ({ from, port: 'out', to: 'balancer' })),
    ...APPS.flatMap((id) => [
      { from: 'balancer', port: 'backends', to: id },
      { from: id, port: 'shared', to: 'shared', latencyMs: 0.75 },
      { from: id, port: 'channel', to: 'channel' },
      { from: id, port: 'origin', to: 'database' },
    ]),
  ],
  slos: {
    'half within two milliseconds': { of: 'users', quantile: 0.5, belowMs: 2 },
    'four in five are fast': { of: 'users', quantile: 0.8, belowMs: 60 },
    'dead links cost little': { of: 'visitors', quantile: 0.8, belowMs: 20 },
    'users are served': { of: 'users', availability: 0.995 },
  },
  invariants: ['bounded-staleness', 'copies-end', 'cached-values-count'],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: [
    {
      title: 'Hit rate by level',
      series: [
        ...APPS.map((node, i) => ({ node, metric: 'localHitRate', label: `server ${i + 1}, own memory` })),
        { node: 'shared', metric: 'hitRate', label: 'shared cache' },
      ],
    },
    {
      title: 'The three kinds of answers (p99 at server 1)',
      series: [
        { node: 'app-1', metric: 'localTime', label: 'own memory' },
        { node: 'app-1', metric: 'sharedTime', label: 'shared cache' },
        { node: 'app-1', metric: 'originTime', label: 'database' },
      ],
    },
    { title: 'Staleness window: the oldest stale read', series: [{ node: 'checks', metric: 'staleness' }] },
    { title: 'Old copies in the servers’ memories', series: [{ node: 'checks', metric: 'staleCopies' }] },
    {
      title: 'Memory',
      series: [
        ...APPS.map((node, i) => ({ node, metric: 'memory', label: `server ${i + 1}` })),
        { node: 'checks', metric: 'duplicated', label: 'held twice or more' },
      ],
    },
    {
      title: 'Load of the shared cache and of the database',
      series: [
        { node: 'shared', metric: 'utilization', label: 'shared cache' },
        { node: 'database', metric: 'utilization', label: 'database' },
      ],
    },
    {
      title: 'Invalidations: published, and heard by each server',
      series: [
        ...APPS.map((node, i) => ({ node, metric: 'heard', label: `heard by server ${i + 1}` })),
        { node: 'channel', metric: 'published', label: 'published' },
      ],
    },
    {
      title: 'Readers told at once that nothing is there',
      series: APPS.map((node, i) => ({ node, metric: 'absentHits', label: `server ${i + 1}` })),
    },
  ],
  load: [
    'users.ratePerSecond',
    'users.readShare',
    'users.keySkew',
    'visitors.ratePerSecond',
    'app-1.capacity',
    'shared.capacity',
  ],
  interview: INTERVIEW,
})
