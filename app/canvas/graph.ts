import type { Node } from '@xyflow/react'
import type { Document, NodeDocument } from '../../engine/schema/document.ts'
import { around, cardAt, type Point, type Rect } from './geometry.ts'
import type { RoundedPath } from './rounded-path.ts'

/** One of the two or three figures on a card. */
export interface Headline {
  columnId: string
  /** One short word. */
  word: string
  /** What it is called everywhere else. */
  title: string
  unit: string
}
export type CardNode = Node<
  {
    label: string
    /** The kind's title. */
    kind: string
    icon: string
    headline: Headline[]
    /** Where edges begin at it. */
    ports: { name: string; title: string }[]
  },
  'card'
>
export type RegionNode = Node<{ name: string }, 'region'>
/** Where an edge runs. */
interface EdgeCourse {
  d: string
  middle: Point
  tip: Point
  /** Direction at the tip, in degrees. */
  heading: number
}
/** An edge as it is drawn. */
export interface FlowEdge extends EdgeCourse {
  id: string
  /** What it is called to those who hear it. */
  label: string
  /** Its number, by which frames name it; -1 as long as the run does not have it. */
  link: number
}

export interface CanvasGraph {
  nodes: (CardNode | RegionNode)[]
  edges: FlowEdge[]
  /** The way of each edge, by its id. */
  routes: ReadonlyMap<string, RoundedPath>
  /** Samples along each edge, by link; see RoundedPath. None for one that is not there any more. */
  paths: (Float32Array | undefined)[]
  /** Where the nodes' cards stand. */
  cards: Rect[]
}

const REGION_MARGIN = 26
/** The place of every card where edges end. */
export const IN = 'in'

/** What is drawn for a document. None of it changes while the run goes on: live figures come from the rings. */
export function graphOf(
  document: Document,
  links: readonly string[],
  routes: ReadonlyMap<string, RoundedPath>,
  cardOf: (id: string, node: NodeDocument) => CardNode,
): CanvasGraph {
  const cards = cardsOf(document)
  const nodes = Object.entries(document.nodes).map(([id, node]) => cardOf(id, node))
  const last = new Map(links.map((id, link) => [id, link]))
  const edges = document.edges.map((edge): FlowEdge => {
    const link = last.get(edge.id) ?? -1 // until the run has it
    const label = `${nameOf(document, edge.from)} to ${nameOf(document, edge.to)}`
    return { id: edge.id, label, link, ...courseOf(routes.get(edge.id)!) }
  })
  const paths = links.map((id, link) => (last.get(id) === link ? routes.get(id)?.samples : undefined))
  const regions = [...regionsOf(document, cards)].map(([name, frame]) => regionNode(name, frame))
  return { nodes: [...regions, ...nodes], edges, routes, paths, cards: [...cards.values()] }
}

/** What is drawn of an edge that takes this way. */
export function courseOf({ d, middle, samples }: RoundedPath): EdgeCourse {
  const [x, y, dx, dy] = samples.subarray(-4)
  return { d, middle, tip: { x, y }, heading: (Math.atan2(dy, dx) * 180) / Math.PI }
}

/** Where the card of each node stands. */
export const cardsOf = (document: Document): Map<string, Rect> =>
  new Map(Object.entries(document.nodes).map(([id, { at }]) => [id, cardAt(at)]))

const nameOf = (document: Document, id: string): string => document.nodes[id].label

/** The frame behind the cards of each region, by its name; none when all stand in one place. */
export function regionsOf(document: Document, cards: ReadonlyMap<string, Rect>): Map<string, Rect> {
  const members = new Map<string, Rect[]>()
  for (const [id, { region }] of Object.entries(document.nodes)) {
    if (region === undefined || region === '') continue
    members.set(region, [...(members.get(region) ?? []), cards.get(id)!])
  }
  return new Map(
    [...members].map(([name, rects]) => {
      const { x, y, width, height } = around(rects, REGION_MARGIN)
      return [name, { x, y: y - 14, width, height: height + 14 }]
    }),
  )
}

const regionNode = (name: string, { x, y, width, height }: Rect): RegionNode => ({
  id: `region:${name}`,
  type: 'region',
  position: { x, y },
  width,
  height,
  zIndex: -1,
  selectable: false,
  focusable: false,
  data: { name },
})
