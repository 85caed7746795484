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
/** An edge as it is drawn. */
export interface FlowEdge {
  id: string
  /** What it is called to those who hear it. */
  label: string
  /** Its number, by which frames name it; -1 as long as the run does not have it. */
  link: number
  d: string
  middle: Point
  tip: Point
  /** Direction at the tip, in degrees. */
  heading: number
}

export interface CanvasGraph {
  nodes: (CardNode | RegionNode)[]
  edges: FlowEdge[]
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
    const { d, middle, samples } = routes.get(edge.id)!
    const [x, y, dx, dy] = samples.subarray(-4)
    const heading = (Math.atan2(dy, dx) * 180) / Math.PI
    const label = `${nameOf(document, edge.from)} to ${nameOf(document, edge.to)}`
    return { id: edge.id, label, link, d, middle, tip: { x, y }, heading }
  })
  const paths = links.map((id, link) => (last.get(id) === link ? routes.get(id)?.samples : undefined))

  return { nodes: [...regionNodes(document, cards), ...nodes], edges, paths, cards: [...cards.values()] }
}

/** Where the card of each node stands. */
export const cardsOf = (document: Document): Map<string, Rect> =>
  new Map(Object.entries(document.nodes).map(([id, { at }]) => [id, cardAt(at)]))

const nameOf = (document: Document, id: string): string => document.nodes[id].label

/** A box behind the cards of each region; none when all stand in one place. */
function regionNodes(document: Document, cards: ReadonlyMap<string, Rect>): RegionNode[] {
  const members = new Map<string, Rect[]>()
  for (const [id, { region }] of Object.entries(document.nodes)) {
    if (region === undefined || region === '') continue
    members.set(region, [...(members.get(region) ?? []), cards.get(id)!])
  }
  return [...members].map(([name, rects]) => {
    const { x, y, width, height } = around(rects, REGION_MARGIN)
    return {
      id: `region:${name}`,
      type: 'region',
      position: { x, y: y - 14 },
      width,
      height: height + 14,
      zIndex: -1,
      selectable: false,
      focusable: false,
      data: { name },
    }
  })
}
