import type { Document } from '../schema/document.ts'
import { InputError } from '../schema/input-error.ts'

/** The same design with some nodes taken out: edges into each are joined to where its first output led. */
export function withoutNodes(document: Document, ids: readonly string[]): Document {
  return ids.reduce(withoutNode, document)
}

function withoutNode(document: Document, id: string): Document {
  if (document.nodes[id] === undefined) throw new InputError(`There is no node "${id}" to take out.`)
  const next = document.edges.find(({ from }) => from === id)
  const { [id]: _removed, ...nodes } = document.nodes
  const edges = document.edges
    .filter(({ from }) => from !== id)
    .flatMap((edge) => {
      if (edge.to !== id) return [edge]
      return next === undefined ? [] : [{ ...edge, to: next.to, id: `${edge.id}>${next.to}` }]
    })
  const joined = edges.filter(
    (edge, i) =>
      edges.findIndex((e) => e.from === edge.from && e.port === edge.port && e.to === edge.to) === i,
  )
  return { ...document, nodes, edges: joined }
}
