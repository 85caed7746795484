import type { Node } from '@xyflow/react'
import type { Column } from '../../engine/run/timeline.ts'
import type { Document } from '../../engine/schema/document.ts'
import { kindOf } from '../state/catalogue.ts'
import { around, cardAt, type Point, type Rect } from './geometry.ts'
import { routeEdges } from './route-edges.ts'

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
  columns: readonly Column[],
  links: readonly string[],
): CanvasGraph {
  const known = new Map(columns.map((column) => [column.id, column]))
  const cards = new Map(Object.entries(document.nodes).map(([id, { at }]) => [id, cardAt(at)]))
  const routes = routeEdges(cards, document.edges)
  const nodes = Object.keys(document.nodes).map((id) => cardNode(document, id, cards.get(id)!, known))
  const edges = document.edges.map((edge): FlowEdge => {
    const link = links.lastIndexOf(edge.id) // -1 until the run has it
    const { d, middle, samples } = routes.get(edge.id)!
    const [x, y, dx, dy] = samples.subarray(-4)
    const heading = (Math.atan2(dy, dx) * 180) / Math.PI
    const label = `${nameOf(document, edge.from)} to ${nameOf(document, edge.to)}`
    return { id: edge.id, label, link, d, middle, tip: { x, y }, heading }
  })
  const last = new Map(links.map((id, link) => [id, link]))
  const paths = links.map((id, link) => (last.get(id) === link ? routes.get(id)?.samples : undefined))

  return { nodes: [...regionNodes(document, cards), ...nodes], edges, paths, cards: [...cards.values()] }
}

const nameOf = (document: Document, id: string): string => document.nodes[id].label

function cardNode(document: Document, id: string, rect: Rect, known: ReadonlyMap<string, Column>): CardNode {
  const { kind, label } = document.nodes[id]
  const spec = kindOf(kind)
  const title = spec?.title ?? kind
  const headline = Object.entries<string | undefined>(spec?.headline ?? {}).flatMap(
    ([metric, word = metric]) => {
      const column = known.get(`${id}.${metric}`)
      return column === undefined
        ? []
        : [{ columnId: column.id, word, title: column.title, unit: column.unit }]
    },
  )
  const { x, y, width, height } = rect
  const ports = Object.entries(spec?.ports ?? {}).map(([name, port]) => ({ name, title: port.title }))
  return {
    id,
    type: 'card',
    position: { x, y },
    width,
    height,
    ariaLabel: label === title ? label : `${label}, ${title}`,
    data: { label, kind: title, icon: spec?.icon ?? 'box', headline, ports },
  }
}

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
