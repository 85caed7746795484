import type { Document, EdgeDocument } from '../../schema/document.ts'

/** What must happen to a running graph so that it is another document's. */
export interface GraphDifference {
  addedNodes: string[]
  /** Gone, or another kind under the same id. */
  removedNodes: string[]
  addedEdges: EdgeDocument[]
  /** Gone, or between other ends. */
  removedEdges: EdgeDocument[]
  /** Nodes that stay and stand elsewhere. */
  movedNodes: string[]
}

/** What tells one document's graph from another's, as far as a run is concerned. */
export function graphDifference(before: Document, after: Document): GraphDifference {
  const stays = (id: string) =>
    before.nodes[id] !== undefined && before.nodes[id].kind === after.nodes[id]?.kind
  const addedNodes = Object.keys(after.nodes).filter((id) => !stays(id))
  const removedNodes = Object.keys(before.nodes).filter((id) => !stays(id))
  const touched = new Set([...addedNodes, ...removedNodes])
  const keeps = (edge: EdgeDocument, others: ReadonlyMap<string, EdgeDocument>) => {
    const other = others.get(edge.id)
    const same = other?.from === edge.from && other.to === edge.to && other.port === edge.port
    return same && !touched.has(edge.from) && !touched.has(edge.to)
  }
  const old = new Map(before.edges.map((edge) => [edge.id, edge]))
  const fresh = new Map(after.edges.map((edge) => [edge.id, edge]))
  const regionOf = (document: Document, id: string) => document.nodes[id].region ?? ''
  return {
    addedNodes,
    removedNodes,
    addedEdges: after.edges.filter((edge) => !keeps(edge, old)),
    removedEdges: before.edges.filter((edge) => !keeps(edge, fresh)),
    movedNodes: Object.keys(after.nodes).filter(
      (id) => stays(id) && regionOf(before, id) !== regionOf(after, id),
    ),
  }
}
