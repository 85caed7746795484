import type { Document } from './document.ts'
import type { KindShapes } from './kind-shape.ts'
import { misunderstoodEdges } from './misunderstood-edges.ts'
import { synchronousCycles } from './synchronous-cycles.ts'

/** Something that keeps a part of a design from doing its work. Everything else runs all the same. */
export interface GraphProblem {
  /** The node to point at; null when it is about the whole. */
  node: string | null
  /** The port that is open, when one is. */
  port?: string
  /** One sentence: what is wrong, what comes of it, what to do. */
  text: string
}

/** What keeps parts of `document` from working, in its order. An empty list: everything can do its work. */
export function problemsOf(document: Document, kinds: KindShapes): GraphProblem[] {
  return [
    ...wholeProblems(document, kinds),
    ...Object.keys(document.nodes).flatMap((id) => portProblems(document, id, kinds)),
    ...understandingProblems(document, kinds),
    ...cycleProblems(document, kinds),
  ]
}

function wholeProblems(document: Document, kinds: KindShapes): GraphProblem[] {
  const nodes = Object.values(document.nodes)
  if (nodes.length === 0)
    return [{ node: null, text: 'The design has no nodes; add a client and something that answers it.' }]
  const sends = nodes.some(({ kind }) => kinds.get(kind)?.receives === false)
  return sends ? [] : [{ node: null, text: 'Nothing sends requests; add a client.' }]
}

function portProblems(document: Document, id: string, kinds: KindShapes): GraphProblem[] {
  const { kind, label } = document.nodes[id]
  return Object.entries(kinds.get(kind)?.ports ?? {}).flatMap(([port, { edges, title }]): GraphProblem[] => {
    const count = document.edges.filter((edge) => edge.from === id && edge.port === port).length
    const open = count === 0 && (edges === 'one' || edges === 'many')
    if (open) {
      const text = `"${title}" of ${label} is not connected: what it asks there fails. Connect it to where it should go.`
      return [{ node: id, port, text }]
    }
    if (count < 2 || edges === 'many' || edges === 'any') return []
    return [{ node: id, port, text: `"${title}" of ${label} has ${count} connections; it uses the first.` }]
  })
}

function understandingProblems(document: Document, kinds: KindShapes): GraphProblem[] {
  const misunderstood = misunderstoodEdges(document, kinds)
  return document.edges.flatMap(({ id, from, port }): GraphProblem[] => {
    const sentence = misunderstood.get(id)
    if (sentence === undefined) return []
    const text = `${sentence} What is not understood fails, or is lost; connect ${document.nodes[from].label} to something else.`
    return [{ node: from, port, text }]
  })
}

/** A node is told once, however many of the circle's edges are its own. */
function cycleProblems(document: Document, kinds: KindShapes): GraphProblem[] {
  const circles = synchronousCycles(document, kinds)
  const members = [...new Map([...circles.values()].map((ids) => [ids[0], ids])).values()]
  return members.flatMap((ids) => {
    const labels = ids.map((id) => document.nodes[id].label).join(', ')
    const text = `${labels}: each waits for the next in a circle; a request that comes round to where it waits fails. Take an edge away or put a queue in it.`
    return ids.map((node): GraphProblem => ({ node, text }))
  })
}
