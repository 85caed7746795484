import { expect, it } from 'vitest'
import type { CanvasGraph, FlowEdge } from './graph.ts'
import { keepSame } from './keep-same.ts'

const edge = (id: string, d: string): FlowEdge => ({
  id,
  label: id,
  link: 0,
  d,
  middle: { x: 0, y: 0 },
  tip: { x: 0, y: 0 },
  heading: 0,
})
/** Two regions with an edge beside them, all new objects each time. */
const graph = (x: number, d: string): CanvasGraph => ({
  nodes: ['one', 'two'].map((id, i) => ({
    id,
    type: 'region',
    position: { x: i === 0 ? x : 0, y: 0 },
    data: { name: id },
  })),
  edges: [edge('a>b', d)],
  routes: new Map(),
  paths: [],
  cards: [],
})

it('a graph that is the same has the same lists, so that nobody looks through them', () => {
  const before = graph(1, 'M0')
  const after = keepSame(before, graph(1, 'M0'))
  expect(after.nodes).toBe(before.nodes)
  expect(after.edges).toBe(before.edges)
})

it('what differs is new, and nothing else', () => {
  const before = graph(1, 'M0')
  const after = keepSame(before, graph(2, 'M1'))
  expect(after.nodes.map((node, i) => node === before.nodes[i])).toEqual([false, true])
  expect(after.edges[0]).toMatchObject({ d: 'M1' })
})

it('what has gone or come makes another list', () => {
  const before = graph(1, 'M0')
  const { nodes } = keepSame(before, { ...before, nodes: before.nodes.slice(0, 1) })
  expect(nodes).toEqual(before.nodes.slice(0, 1))
})
