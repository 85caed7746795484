import type { CanvasGraph, FlowEdge } from './graph.ts'

type Node = CanvasGraph['nodes'][number]

/** The new graph with the old one's objects wherever nothing about them has changed, so that only what has changed is drawn again. */
export function keepSame(before: CanvasGraph | null, after: CanvasGraph): CanvasGraph {
  if (before === null) return after
  return {
    ...after,
    nodes: kept(before.nodes, after.nodes, sameNode),
    edges: kept(before.edges, after.edges, sameEdge),
  }
}

function kept<T extends { id: string }>(before: T[], after: T[], same: (a: T, b: T) => boolean): T[] {
  const known = new Map(before.map((item) => [item.id, item]))
  const items = after.map((item) => {
    const old = known.get(item.id)
    return old !== undefined && same(old, item) ? old : item
  })
  return items.length === before.length && items.every((item, i) => item === before[i]) ? before : items
}

const sameNode = (a: Node, b: Node): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** All other places of an edge follow from its path. */
const sameEdge = (a: FlowEdge, b: FlowEdge): boolean =>
  a.label === b.label && a.link === b.link && a.d === b.d
