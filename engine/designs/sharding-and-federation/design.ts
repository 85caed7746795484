import { defineDesign } from '../../schema/design.ts'
import { BREAKS } from './breaks.ts'
import { CHARTS } from './charts.ts'
import { ESTIMATES } from './estimates.ts'
import { INTERVIEW } from './interview.ts'
import { SCENARIOS } from './scenarios.ts'
import { SWITCHES } from './switches.ts'
import { REPLICAS, SHARDS, replicaId, shardEdges, shardNodes } from './shards.ts'

const CLIENT = { deadlineMs: 2_000, timeoutMs: 2_000, retries: 0, spread: 'random' }
const DOMAINS = ['orders', 'inventory', 'analytics'] as const
const LABELS = { orders: 'Orders', inventory: 'Inventory', analytics: 'Analytics' }

/** One table on four shards of three replicas each, a fifth in reserve; and services that own a domain each. */
export const design = defineDesign({
  summary:
    'A table too large for one machine is split by key, and a system too large for one team by domain.',
  requestsPerSimulated: 20,
  nodes: {
    users: {
      kind: 'client',
      label: 'Users',
      at: [0, 0],
      params: {
        ...CLIENT,
        operations: 'read-write',
        ratePerSecond: 220,
        readShare: 0.8,
        users: 2_000,
        keys: 12_000,
        popularity: 'uniform',
      },
    },
    reports: {
      kind: 'client',
      label: 'Reports',
      at: [0, 1],
      params: { ...CLIENT, operations: 'scans', ratePerSecond: 3, users: 1 },
    },
    payers: {
      kind: 'client',
      label: 'Payers',
      at: [0, 2],
      params: {
        ...CLIENT,
        operations: 'transfers',
        ratePerSecond: 8,
        users: 200,
        keys: 400,
        popularity: 'uniform',
      },
    },
    visitors: {
      kind: 'client',
      label: 'Visitors',
      at: [0, 4],
      params: {
        ...CLIENT,
        operations: 'pages',
        ratePerSecond: 30,
        users: 500,
        keys: 12_000,
        popularity: 'uniform',
      },
    },
    saga: { kind: 'transfer-saga', label: 'Transfers', at: [1, 2], params: {} },
    gateway: { kind: 'domain-gateway', label: 'Page gateway', at: [1, 4], params: {} },
    'router-1': { kind: 'shard-router', label: 'Router 1', at: [2, 0.5], params: {} },
    'router-2': { kind: 'shard-router', label: 'Router 2', at: [2, 2.5], params: {} },
    coordinator: { kind: 'shard-coordinator', label: 'Shard map', at: [1, 0.5], params: { pauseMs: 250 } },
    ...shardNodes(),
    ...Object.fromEntries(
      DOMAINS.flatMap((domain, i) => [
        [
          `${domain}-breaker`,
          {
            kind: 'circuit-breaker',
            label: `${LABELS[domain]} breaker`,
            at: [2, 4 + i] as [number, number],
            params: { windowSeconds: 2, callsMin: 10, openSeconds: 1, timeoutMs: 250 },
          },
        ],
        [
          domain,
          {
            kind: 'service',
            label: LABELS[domain],
            at: [3, 5.5 + i] as [number, number],
            params: { workers: 8, serviceMs: 12 },
          },
        ],
      ]),
    ),
  },
  edges: [
    ...['users', 'reports'].flatMap((from) =>
      ['router-1', 'router-2'].map((to) => ({ from, port: 'out', to })),
    ),
    { from: 'payers', port: 'out', to: 'saga' },
    { from: 'visitors', port: 'out', to: 'gateway' },
    ...['router-1', 'router-2'].flatMap((to) => [
      { from: 'saga', port: 'rows', to },
      { from: 'coordinator', port: 'routers', to },
    ]),
    { from: 'gateway', port: 'users', to: 'router-2' },
    ...DOMAINS.flatMap((domain) => [
      { from: 'gateway', port: domain, to: `${domain}-breaker` },
      { from: `${domain}-breaker`, port: 'next', to: domain },
    ]),
    ...['router-1', 'router-2'].flatMap((from) =>
      SHARDS.flatMap((shard) =>
        REPLICAS.map((replica) => ({ from, port: 'shards', to: replicaId(shard, replica) })),
      ),
    ),
    ...shardEdges(),
  ],
  slos: {
    'rows are fast': { of: 'users', quantile: 0.99, belowMs: 150 },
    'rows are served': { of: 'users', availability: 0.995 },
    'pages are served': { of: 'visitors', availability: 0.995 },
    'most rows are fast': { of: 'users', quantile: 0.6, belowMs: 60 },
    'half of the reports are fast': { of: 'reports', quantile: 0.5, belowMs: 100 },
    'half of the pages are fast': { of: 'visitors', quantile: 0.5, belowMs: 100 },
  },
  invariants: [
    'no-row-lost',
    'rows-have-one-home',
    'no-row-misrouted',
    'few-rows-move',
    'money-conserved',
    'features-stand-alone',
  ],
  switches: SWITCHES,
  breaks: BREAKS,
  scenarios: SCENARIOS,
  estimates: ESTIMATES,
  charts: CHARTS,
  load: [
    'users.ratePerSecond',
    'users.readShare',
    'users.popularity',
    'reports.ratePerSecond',
    'coordinator.shards',
    'coordinator.pauseMs',
  ],
  interview: INTERVIEW,
})
