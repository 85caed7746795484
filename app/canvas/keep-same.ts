import type { CanvasGraph } from './graph.ts'

type Item = CanvasGraph['nodes'][number] | CanvasGraph['edges'][number]

/** The new graph with the old one's objects wherever nothing about them has changed, so that only what has changed is drawn again. */
export function keepSame(before: CanvasGraph | null, after: CanvasGraph): CanvasGraph {
  if (before === null) return after
  return {
    ...after,
    nodes: kept(before.nodes, after.nodes),
    edges: kept(before.edges, after.edges),
  }
}

function kept<T extends Item>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Map(before.map((item) => [item.id, item]))
  return after.map((item) => {
    const old = known.get(item.id)
    return old !== undefined && JSON.stringify(old) === JSON.stringify(item) ? old : item
  })
}
