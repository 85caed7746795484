import type { Document, NodeDocument } from '../document.ts'
import { InputError } from '../input-error.ts'
import type { GraphEdit } from './graph-edit.ts'
import { inserted } from './inserted.ts'

type Edit<Name extends GraphEdit['edit']> = Extract<GraphEdit, { edit: Name }>

/**
 * The document that edits make of another, one after the other. The given one stays as it is; what does not change is shared.
 *
 * @throws InputError when an edit does not fit; then none of them counts.
 */
export function applyEdits(document: Document, edits: readonly GraphEdit[]): Document {
  return edits.reduce((before, edit) => (APPLY[edit.edit] as Apply)(before, edit), document)
}

type Apply = (document: Document, edit: GraphEdit) => Document

const APPLY: { [Name in GraphEdit['edit']]: (document: Document, edit: Edit<Name>) => Document } = {
  'add-node'(document, { id, node, at }) {
    if (document.nodes[id] !== undefined)
      throw new InputError(`There is a node "${id}" already; give the new one another id.`)
    return {
      ...document,
      nodes: Object.fromEntries(inserted(Object.entries(document.nodes), [id, node], at)),
    }
  },
  'remove-node'(document, { id }) {
    nodeOf(document, id)
    const edge = document.edges.find(({ from, to }) => from === id || to === id)
    if (edge !== undefined)
      throw new InputError(`Node "${id}" still has the edge "${edge.id}"; disconnect it first.`)
    const { [id]: _removed, ...nodes } = document.nodes
    return { ...document, nodes }
  },
  connect(document, { edge, at }) {
    nodeOf(document, edge.from)
    nodeOf(document, edge.to)
    if (document.edges.some(({ id }) => id === edge.id))
      throw new InputError(`There is an edge "${edge.id}" already; give the new one another id.`)
    return { ...document, edges: inserted(document.edges, edge, at) }
  },
  disconnect(document, { id }) {
    edgeOf(document, id)
    return { ...document, edges: document.edges.filter((edge) => edge.id !== id) }
  },
  'set-param'(document, { node, param, value }) {
    const { [param]: _before, ...others } = nodeOf(document, node).params
    return withNode(document, node, { params: value === null ? others : { ...others, [param]: value } })
  },
  'set-region'(document, { node, region }) {
    const { region: _before, ...rest } = nodeOf(document, node)
    return replaceNode(document, node, region === null ? rest : { ...rest, region })
  },
  'set-edge'(document, { id, latencyMs, bandwidthMbps }) {
    const { latencyMs: _latency, bandwidthMbps: _bandwidth, ...rest } = edgeOf(document, id)
    const edge = {
      ...rest,
      ...(latencyMs === null ? {} : { latencyMs }),
      ...(bandwidthMbps === null ? {} : { bandwidthMbps }),
    }
    return { ...document, edges: document.edges.map((each) => (each.id === id ? edge : each)) }
  },
  'set-objective'(document, { name, slo }) {
    const { [name]: _before, ...others } = document.slos
    if (slo !== null) nodeOf(document, slo.of)
    return { ...document, slos: slo === null ? others : { ...others, [name]: slo } }
  },
  'set-invariants': (document, { names }) => ({ ...document, invariants: names }),
  move: (document, { node, to }) => withNode(document, node, { at: to }),
  rename: (document, { node, label }) => withNode(document, node, { label }),
  retitle: (document, { title }) => ({ ...document, title }),
  'set-scale': (document, { requestsPerSimulated }) => ({ ...document, requestsPerSimulated }),
}

function nodeOf(document: Document, id: string): NodeDocument {
  const node = Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined
  if (node !== undefined) return node
  throw new InputError(`There is no node "${id}"; the nodes are ${listed(Object.keys(document.nodes))}.`)
}

function edgeOf(document: Document, id: string) {
  const edge = document.edges.find((each) => each.id === id)
  if (edge !== undefined) return edge
  throw new InputError(
    `There is no edge "${id}"; the edges are ${listed(document.edges.map((each) => each.id))}.`,
  )
}

const withNode = (document: Document, id: string, change: Partial<NodeDocument>): Document =>
  replaceNode(document, id, { ...nodeOf(document, id), ...change })

/** In its place: the order of nodes is part of the run. */
function replaceNode(document: Document, id: string, node: NodeDocument): Document {
  const entries = Object.entries(document.nodes)
  return {
    ...document,
    nodes: Object.fromEntries(entries.map(([key, old]) => [key, key === id ? node : old])),
  }
}

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 12).join(', ')
  return names.length === 0 ? 'none' : names.length > 12 ? `${shown} and ${names.length - 12} more` : shown
}
