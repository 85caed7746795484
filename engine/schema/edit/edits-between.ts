import type { Document, NodeDocument } from '../document.ts'
import type { GraphEdit } from './graph-edit.ts'

/**
 * The edits that make one document of another, order and all: what a person changed in its text. What is the same in both is not
 * touched, so that it keeps running.
 */
export function editsBetween(before: Document, after: Document): GraphEdit[] {
  const nodes = keptNodes(before, after)
  const edges = keptEdges(before, after, nodes)
  return [
    ...objectivesAway(before, after),
    ...before.edges.flatMap(({ id }): GraphEdit[] => (edges.has(id) ? [] : [{ edit: 'disconnect', id }])),
    ...Object.keys(before.nodes).flatMap((id): GraphEdit[] =>
      nodes.has(id) ? [] : [{ edit: 'remove-node', id }],
    ),
    ...Object.entries(after.nodes).flatMap(([id, node], at): GraphEdit[] =>
      nodes.has(id) ? nodeEdits(id, before.nodes[id], node) : [{ edit: 'add-node', id, node, at }],
    ),
    ...edgesIn(before, after, edges),
    ...objectivesIn(before, after),
    ...wholeEdits(before, after),
  ]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The longest beginning that two lists share, of which nothing needs to be taken away and put back for the order's sake. */
function sharedOrder(before: readonly string[], after: readonly string[]): Set<string> {
  const wanted = new Map(after.map((id, place) => [id, place]))
  const shared = new Set<string>()
  let last = -1
  for (const id of before) {
    const place = wanted.get(id)
    if (place === undefined || place < last) continue
    shared.add(id)
    last = place
  }
  return shared
}

/** Nodes that stay in place; one of another kind, or that comes in another order, goes and comes. */
function keptNodes(before: Document, after: Document): Set<string> {
  const alike = Object.keys(before.nodes).filter((id) => before.nodes[id].kind === after.nodes[id]?.kind)
  return sharedOrder(alike, Object.keys(after.nodes))
}

function keptEdges(before: Document, after: Document, nodes: ReadonlySet<string>): Set<string> {
  const others = new Map(after.edges.map((edge) => [edge.id, edge]))
  const alike = before.edges.filter(({ id, from, port, to }) => {
    const other = others.get(id)
    const ends = other?.from === from && other.port === port && other.to === to
    return ends && nodes.has(from) && nodes.has(to)
  })
  return sharedOrder(
    alike.map(({ id }) => id),
    after.edges.map(({ id }) => id),
  )
}

function edgesIn(before: Document, after: Document, kept: ReadonlySet<string>): GraphEdit[] {
  const old = new Map(before.edges.map((edge) => [edge.id, edge]))
  return after.edges.flatMap((edge, at): GraphEdit[] => {
    if (!kept.has(edge.id)) return [{ edit: 'connect', edge, at }]
    const { latencyMs = null, bandwidthMbps = null } = edge
    return same(old.get(edge.id), edge) ? [] : [{ edit: 'set-edge', id: edge.id, latencyMs, bandwidthMbps }]
  })
}

function nodeEdits(id: string, before: NodeDocument, after: NodeDocument): GraphEdit[] {
  const names = new Set([...Object.keys(before.params), ...Object.keys(after.params)])
  const params = [...names].flatMap((param): GraphEdit[] => {
    const value = after.params[param] ?? null
    return value === (before.params[param] ?? null) ? [] : [{ edit: 'set-param', node: id, param, value }]
  })
  const region: GraphEdit = { edit: 'set-region', node: id, region: after.region ?? null }
  const rename: GraphEdit = { edit: 'rename', node: id, label: after.label }
  const move: GraphEdit = { edit: 'move', node: id, to: after.at }
  return [
    ...params,
    ...(before.region === after.region ? [] : [region]),
    ...(before.label === after.label ? [] : [rename]),
    ...(same(before.at, after.at) ? [] : [move]),
  ]
}

function objectivesAway(before: Document, after: Document): GraphEdit[] {
  if (same(before.slos, after.slos)) return []
  return Object.keys(before.slos).map((name): GraphEdit => ({ edit: 'set-objective', name, slo: null }))
}

function objectivesIn(before: Document, after: Document): GraphEdit[] {
  if (same(before.slos, after.slos)) return []
  return Object.entries(after.slos).map(([name, slo]): GraphEdit => ({ edit: 'set-objective', name, slo }))
}

function wholeEdits(before: Document, after: Document): GraphEdit[] {
  const { title, invariants, requestsPerSimulated } = after
  return [
    ...(before.title === title ? [] : [{ edit: 'retitle' as const, title }]),
    ...(same(before.invariants, invariants) ? [] : [{ edit: 'set-invariants' as const, names: invariants }]),
    ...(before.requestsPerSimulated === requestsPerSimulated
      ? []
      : [{ edit: 'set-scale' as const, requestsPerSimulated }]),
  ]
}
