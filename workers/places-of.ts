import { Graph, layout } from '@dagrejs/dagre'
import type { Document } from '../engine/schema/document.ts'

/** In cells: dagre counts in any unit as long as it is the same one. */
const CARD = { width: 0.72, height: 0.68 }
const SNAP = 8

/**
 * Layers from left to right, callers before what they ask, with few crossings: Sugiyama's method as dagre does it. Members of a region
 * stay together. Positions are of the upper left corners, in cells, snapped to an eighth.
 */
export function placesOf({
  nodes,
  edges,
}: Pick<Document, 'nodes' | 'edges'>): Record<string, [number, number]> {
  const graph = new Graph({ multigraph: true, compound: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 0.32, ranksep: 0.28, edgesep: 0.1, acyclicer: 'greedy' })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const [id, { region }] of Object.entries(nodes)) {
    graph.setNode(`node ${id}`, { ...CARD })
    if (region === undefined || region === '') continue
    graph.setNode(`region ${region}`, {})
    graph.setParent(`node ${id}`, `region ${region}`)
  }
  for (const { id, from, to } of edges) if (from !== to) graph.setEdge(`node ${from}`, `node ${to}`, {}, id)
  layout(graph)
  const snapped = (value: number) => Math.round(value * SNAP) / SNAP
  return Object.fromEntries(
    Object.keys(nodes).map((id): [string, [number, number]] => {
      const { x, y } = graph.node(`node ${id}`)
      return [id, [snapped(x - CARD.width / 2), snapped(y - CARD.height / 2)]]
    }),
  )
}
