import type { Document, EdgeDocument } from '../document.ts'
import { edgeId } from './edge-id.ts'
import { freshId } from './fresh-id.ts'

/** A new edge from a port to a node, with an id that no other has. */
export function edgeBetween(document: Document, from: string, port: string, to: string): EdgeDocument {
  const id = freshId(edgeId(from, port, to), (each) => document.edges.some((edge) => edge.id === each))
  return { id, from, port, to }
}
