import type { DesignSource } from '../../schema/design.ts'
import { REGIONS, roundTripMs, type RegionId } from '../three-regions.ts'

type Nodes = DesignSource['nodes']
type Edges = DesignSource['edges']

const LAST_MILE_MS = 5
const TO_DATA_CENTRE_MS = 1
const ROW = 1.25

export const REPLICAS = REGIONS.map(({ id }) => id as string)
export const usersOf = (id: string): string => `${id}-users`
export const routerOf = (id: string): string => `${id}-router`
/** A region with its users' way in. */
export const allOf = (...ids: string[]): string[] => ids.flatMap((id) => [routerOf(id), id])

/** Who takes part in an order: the coordinator, and a service in each region. */
export const COORDINATOR = 'orders'
export const SERVICES = ['stock', 'payments', 'shipping'] as const
export const MEMBERS = [COORDINATOR, ...SERVICES]

const USERS = {
  loop: 'closed',
  users: 10,
  thinkMs: 300,
  readShare: 0.6,
  keys: 10,
  keySkew: 0.7,
  sizeBytes: 256,
  deadlineMs: 2_500,
  timeoutMs: 2_700,
  retries: 0,
} as const

const REPLICA = {
  mode: 'raft',
  heartbeatMs: 150,
  leaseMs: 900,
  electionMs: 1_200,
  shipMs: 100,
  retainEntries: 5_000, // some ten minutes of writes
} as const

/** A replica a region, with its users and their router; beside them those who handle orders. */
export function nodes(): Nodes {
  const replicated = REGIONS.flatMap(({ id, region, title }, row): [string, Nodes[string]][] => [
    [
      usersOf(id),
      {
        kind: 'client',
        label: `Users, ${title}`,
        at: [0, row * ROW],
        params: { ...USERS, firstUser: row * 100 },
      },
    ],
    [routerOf(id), { kind: 'region-router', label: `Router, ${title}`, at: [1.15, row * ROW], params: {} }],
    [id, { kind: 'replica', label: title, region, at: [2.3, row * ROW], params: { ...REPLICA } }],
  ])
  return {
    ...(Object.fromEntries(replicated) as Nodes),
    buyers: {
      kind: 'client',
      label: 'Buyers',
      at: [3.45, -1.15],
      params: {
        operations: 'orders',
        ratePerSecond: 20,
        users: 500,
        firstUser: 1_000,
        keys: 400,
        keySkew: 0.3,
        deadlineMs: 4_000,
        timeoutMs: 5_000,
        retries: 0,
      },
    },
    [COORDINATOR]: {
      kind: 'commit-member',
      label: 'Orders',
      region: 'us-east',
      at: [3.45, 0],
      params: { role: 'coordinator' },
    },
    stock: { kind: 'commit-member', label: 'Stock', region: 'us-east', at: [4.6, 0] },
    payments: { kind: 'commit-member', label: 'Payments', region: 'eu-west', at: [4.6, ROW] },
    shipping: { kind: 'commit-member', label: 'Shipping', region: 'ap-southeast', at: [4.6, 2 * ROW] },
  }
}

export function edges(): Edges {
  const between = (a: RegionId, b: RegionId) => roundTripMs(a, b) / 2
  const joined = (all: readonly string[]) =>
    all.flatMap((from, i) => all.slice(i + 1).map((to) => ({ from, port: 'peers', to })))
  return [
    ...REGIONS.flatMap(({ id, others }) => [
      { from: usersOf(id), port: 'out', to: routerOf(id), latencyMs: LAST_MILE_MS },
      { from: routerOf(id), port: 'replicas', to: id, latencyMs: TO_DATA_CENTRE_MS },
      ...others.map((other) => ({
        from: routerOf(id),
        port: 'routers',
        to: routerOf(other),
        latencyMs: between(id, other),
      })),
    ]),
    ...joined(REPLICAS),
    { from: 'buyers', port: 'out', to: COORDINATOR, latencyMs: LAST_MILE_MS },
    ...joined(MEMBERS),
  ]
}
