import type { DesignSource } from '../../schema/design.ts'
import { REGIONS, roundTripMs, type RegionId } from '../three-regions.ts'

type Nodes = DesignSource['nodes']
type Edges = DesignSource['edges']

/** Rows of the grid from one region to the next, and from one of its replicas to the next. */
const ROW_PITCH = 2.15
const STAGGER = 0.5

const COPIES = [1, 2, 3]
/** One way from people to where their provider hands them over, and from there to the data centre. */
const LAST_MILE_MS = 5
const TO_DATA_CENTRE_MS = 2

export const replicasOf = (id: RegionId): string[] => COPIES.map((copy) => `${id}-${copy}`)
export const usersOf = (id: RegionId): string => `${id}-users`
export const routerOf = (id: RegionId): string => `${id}-router`
export const REGION_IDS: readonly RegionId[] = REGIONS.map(({ id }) => id)
export const REPLICAS: readonly string[] = REGION_IDS.flatMap(replicasOf)

/** Everything of a region, its users' way in included: what a cut around the region separates from the rest. */
export const allOf = (...ids: RegionId[]): string[] => ids.flatMap((id) => [routerOf(id), ...replicasOf(id)])

/** How long the people of a region wait for a write, and how far behind its first replica is. */
export const MAP: NonNullable<DesignSource['map']> = Object.fromEntries(
  REGIONS.map(({ id, region }) => [
    region,
    [
      { node: routerOf(id), metric: 'writeTime', label: 'writes (p99)' },
      { node: replicasOf(id)[0], metric: 'lag', label: 'lag' },
    ],
  ]),
)

/** Users and their router stand outside the region's data centre: they survive its loss. */
export function nodes(): Nodes {
  return Object.fromEntries(
    REGIONS.flatMap(({ id, region, title }, row) => [
      [
        usersOf(id),
        {
          kind: 'client',
          label: `Users, ${title}`,
          at: [0, row * ROW_PITCH + STAGGER],
          params: {
            ratePerSecond: 40,
            readShare: 0.5,
            keys: 500,
            keySkew: 0.9,
            users: 200,
            firstUser: row * 1_000,
            sizeBytes: 512,
            deadlineMs: 2_000,
            timeoutMs: 2_500,
            retries: 0,
          },
        },
      ],
      [
        routerOf(id),
        { kind: 'region-router', label: `Router, ${title}`, at: [1, row * ROW_PITCH + STAGGER], params: {} },
      ],
      ...replicasOf(id).map((replica, copy) => [
        replica,
        {
          kind: 'replica',
          label: `${title} ${copy + 1}`,
          region,
          at: [2.2 + copy * 1.1, row * ROW_PITCH + copy * STAGGER],
        },
      ]),
    ]) as [string, Nodes[string]][],
  )
}

/** Everyone replicates with everyone; routers reach their own replicas and each other. */
export function edges(): Edges {
  const between = (a: RegionId, b: RegionId) => roundTripMs(a, b) / 2
  return [
    ...REGIONS.flatMap(({ id, others }) => [
      { from: usersOf(id), port: 'out', to: routerOf(id), latencyMs: LAST_MILE_MS },
      ...replicasOf(id).map((to) => ({
        from: routerOf(id),
        port: 'replicas',
        to,
        latencyMs: TO_DATA_CENTRE_MS,
      })),
      ...others.map((other) => ({
        from: routerOf(id),
        port: 'routers',
        to: routerOf(other),
        latencyMs: between(id, other),
      })),
    ]),
    ...REPLICAS.flatMap((from, i) => REPLICAS.slice(i + 1).map((to) => ({ from, port: 'peers', to }))),
  ]
}
