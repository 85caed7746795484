import type { Document } from './document.ts'
import type { KindShapes } from './kind-shape.ts'
import { misunderstoodEdges } from './misunderstood-edges.ts'
import { synchronousCycles } from './synchronous-cycles.ts'

/** Why an edge from a port of `from` to `to` cannot be drawn, as a sentence; null when it can. */
export function connectionProblem(
  document: Document,
  kinds: KindShapes,
  from: string,
  port: string,
  to: string,
): string | null {
  if (!Object.hasOwn(document.nodes, from) || !Object.hasOwn(document.nodes, to))
    return 'One of its ends is not a node.'
  const source = document.nodes[from]
  const target = document.nodes[to]
  const shape = kinds.get(source.kind)
  const targetShape = kinds.get(target.kind)
  const declared = shape !== undefined && Object.hasOwn(shape.ports, port) ? shape.ports[port] : undefined
  if (shape === undefined || targetShape === undefined || declared === undefined)
    return `${source.label} has no port "${port}".`
  if (from === to) return `${source.label} cannot be connected to itself.`
  const own = document.edges.filter((edge) => edge.from === from && edge.port === port)
  if (own.some((edge) => edge.to === to))
    return `${source.label} is connected to ${target.label} by "${declared.title}" already.`
  if (declared.peers === true) {
    if (target.kind === source.kind) return null
    return `"${declared.title}" connects nodes of one kind: ${target.label} is no ${shape.title.toLowerCase()}.`
  }
  if (!targetShape.receives) return `${target.label} only sends requests; it cannot be asked anything.`
  if (own.length > 0 && (declared.edges === 'one' || declared.edges === 'optional'))
    return `"${declared.title}" of ${source.label} takes one connection and has it already.`
  const id = 'the edge that is asked about'
  const wished = { ...document, edges: [...document.edges, { id, from, port, to }] }
  return newMisunderstanding(document, wished, kinds) ?? cycleProblem(wished, kinds, id)
}

/** What one of two documents has misunderstood and the other has not, as a sentence: it is not only about the edges that are new. */
export function newMisunderstanding(before: Document, after: Document, kinds: KindShapes): string | null {
  const known = misunderstoodEdges(before, kinds)
  const fresh = [...misunderstoodEdges(after, kinds)].filter(([id]) => !known.has(id))
  return fresh.at(-1)?.[1] ?? null
}

function cycleProblem(wished: Document, kinds: KindShapes, id: string): string | null {
  const members = synchronousCycles(wished, kinds).get(id)
  if (members === undefined) return null
  const labels = members.map((each) => wished.nodes[each].label).join(', ')
  return `That would close a circle (${labels}) in which everybody waits for the next; put a queue in it.`
}
