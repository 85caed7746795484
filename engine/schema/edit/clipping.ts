import type { Document, EdgeDocument, NodeDocument } from '../document.ts'

/** Nodes with the edges among them, on their way from one design to another. */
export interface Clipping {
  nodes: Record<string, NodeDocument>
  edges: EdgeDocument[]
}

/** What is copied of a document when these nodes are. */
export function clippingOf(document: Document, ids: readonly string[]): Clipping {
  const chosen = ids.filter((id) => document.nodes[id] !== undefined)
  return {
    nodes: Object.fromEntries(chosen.map((id) => [id, document.nodes[id]])),
    edges: document.edges.filter(({ from, to }) => chosen.includes(from) && chosen.includes(to)),
  }
}
