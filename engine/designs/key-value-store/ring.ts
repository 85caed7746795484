import type { DesignSource } from '../../schema/design.ts'

/** The nodes; the last one is outside of the ring until it is taken in. */
export const NODES = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'] as const
export const OWNERS = NODES.slice(0, 5)

/** One side of the partition, with the shop that asks there. */
export const LEFT = ['n1', 'n2']
export const RIGHT = ['n3', 'n4', 'n5', 'n6']

/** Everybody is linked with everybody. */
export function mesh(): DesignSource['edges'] {
  return NODES.flatMap((from, i) =>
    NODES.slice(i + 1).map((to) => ({ from, port: 'peers', to, latencyMs: 0.5, bandwidthMbps: 1_000 })),
  )
}

export const ofNodes = (metric: string) => NODES.map((node) => ({ node, metric, label: node }))
