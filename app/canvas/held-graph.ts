import type { Document } from '../../engine/schema/document.ts'
import { cardAt, type Point, type Rect } from './geometry.ts'
import { cardsOf, courseOf, regionsOf, type CanvasGraph, type FlowEdge } from './graph.ts'
import { edgesBeside, rerouteEdges } from './route-edges.ts'

/** Where cards are held, in cells, by node. */
export type Places = ReadonlyMap<string, readonly [number, number]>

/** What is drawn otherwise than the graph has it while cards are held. */
export interface HeldGraph {
  places: Places
  /** How far cards are off where they stand. */
  offsets: ReadonlyMap<string, Point>
  /** All edges that may run otherwise, by id. */
  edges: ReadonlyMap<string, FlowEdge>
  /** Frames of all regions, by name. */
  regions: ReadonlyMap<string, Rect>
  /** Samples along those edges, by link. */
  paths: ReadonlyMap<number, Float32Array>
  /** Where all cards are; null: where they stand. */
  cards: CanvasGraph['cards'] | null
}

export const NOTHING_HELD: HeldGraph = {
  places: new Map(),
  offsets: new Map(),
  edges: new Map(),
  regions: new Map(),
  paths: new Map(),
  cards: null,
}

/** The held cards, what joins them and what frames them; all else of the graph stays as it is, and what is as it was `before`. */
export function heldGraph(
  document: Document,
  graph: CanvasGraph,
  held: Places,
  before: HeldGraph = NOTHING_HELD,
): HeldGraph {
  const places = new Map([...held].filter(([id]) => document.nodes[id] !== undefined))
  const standing = cardsOf(document)
  const cards = new Map([...standing, ...[...places].map(([id, at]) => [id, cardAt(at)] as const)])
  const offsets = new Map(
    [...places.keys()].map((id) => {
      const [from, to] = [standing.get(id)!, cards.get(id)!]
      return [id, { x: to.x - from.x, y: to.y - from.y }]
    }),
  )
  const moved = new Set(places.keys())
  const routes = rerouteEdges(graph.routes, cards, document.edges, moved)
  const beside = new Set(edgesBeside(document.edges, moved).map(({ id }) => id))
  const edges = graph.edges.filter(({ id }) => beside.has(id))
  const asHeld = (edge: FlowEdge): FlowEdge => {
    const [known, course] = [before.edges.get(edge.id), courseOf(routes.get(edge.id)!)]
    return known?.d === course.d && known.link === edge.link ? known : { ...edge, ...course }
  }
  return {
    places,
    offsets,
    edges: new Map(edges.map((edge) => [edge.id, asHeld(edge)])),
    regions: regionsOf(document, cards),
    paths: new Map(edges.map(({ id, link }) => [link, routes.get(id)!.samples])),
    cards: [...cards.values()],
  }
}
