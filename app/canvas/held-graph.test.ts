import { describe, expect, it } from 'vitest'
import type { Document } from '../../engine/schema/document.ts'
import { cardMaker } from './card-maker.ts'
import { cardAt } from './geometry.ts'
import { cardsOf, graphOf, type CanvasGraph } from './graph.ts'
import { heldGraph } from './held-graph.ts'
import { rerouteEdges, routeEdges } from './route-edges.ts'

type Place = [column: number, row: number]
const documentOf = (nodes: Record<string, Place>, edges: readonly string[], region?: string): Document => ({
  version: 1,
  title: '',
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([id, at]) => [id, { kind: 'service', label: id, at, params: {}, region }]),
  ),
  edges: edges.map((id) => ({ id, from: id[0], port: 'next', to: id[2] })),
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
})
function drawn(document: Document): CanvasGraph {
  const routes = routeEdges(cardsOf(document), document.edges)
  return graphOf(
    document,
    document.edges.map(({ id }) => id),
    routes,
    cardMaker([]),
  )
}
const PLACES: Record<string, Place> = { a: [0, 0], b: [1, 0], c: [2, 0], d: [3, 0], e: [4, 0], f: [5, 0] }
const document = documentOf(PLACES, ['a>b', 'b>c', 'c>d', 'd>e', 'e>f'])
const graph = drawn(document)
const at = (...place: Place): ReadonlyMap<string, Place> => new Map([['a', place]])

describe('while a card is held', () => {
  it('it is off by as much as it was moved, and no other is', () => {
    const { offsets } = heldGraph(document, graph, at(0.5, 1))
    const { x, y } = cardAt([0.5, 1])
    expect([...offsets]).toEqual([['a', { x, y }]])
  })

  it('edges beside it run as they would from there, and all others are left alone', () => {
    const held = heldGraph(document, graph, at(0.5, 1))
    expect([...held.edges.keys()]).toEqual(['a>b', 'b>c'])
    const there = documentOf({ ...PLACES, a: [0.5, 1] }, ['a>b', 'b>c', 'c>d', 'd>e', 'e>f'])
    const routes = rerouteEdges(graph.routes, cardsOf(there), there.edges, new Set(['a']))
    for (const { id, d } of held.edges.values()) expect(d).toBe(routes.get(id)!.d)
    expect(held.edges.get('a>b')!.d).not.toBe(graph.routes.get('a>b')!.d)
  })

  it('dots take the new way of an edge, and pass behind the card where it is', () => {
    const { paths, cards, edges } = heldGraph(document, graph, at(0.5, 1))
    const [x, y] = paths.get(0)!.subarray(-4)
    expect({ x, y }).toEqual(edges.get('a>b')!.tip)
    expect([...paths.keys()]).toEqual([0, 1])
    expect(cards![0]).toEqual(cardAt([0.5, 1]))
  })

  it('edges that run as they did a step before are the same objects', () => {
    const before = heldGraph(document, graph, at(0.5, 1))
    const after = heldGraph(document, graph, at(0.5, 2), before)
    expect(after.edges.get('b>c')).toBe(before.edges.get('b>c'))
    expect(after.edges.get('a>b')).not.toBe(before.edges.get('a>b'))
  })

  it('the frame of its region reaches to it', () => {
    const regional = documentOf(PLACES, [], 'eu')
    const frame = heldGraph(regional, drawn(regional), at(0, 3)).regions.get('eu')!
    const card = cardAt([0, 3])
    expect(frame.y + frame.height).toBeGreaterThan(card.y + card.height)
  })

  it('a card that is not there any more is not held', () => {
    expect(heldGraph(document, graph, new Map([['z', [0, 0]]])).offsets.size).toBe(0)
  })
})
