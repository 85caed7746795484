import { expect, it } from 'vitest'
import type { ActiveFault } from '../../engine/run/fault-board.ts'
import type { Document } from '../../engine/schema/document.ts'
import { faultsOnEdge, faultsOnNode } from './faults-on.ts'

const node = (region?: string) => ({
  kind: 'database',
  label: '',
  at: [0, 0] as [number, number],
  params: {},
  region,
})
const DOCUMENT: Document = {
  version: 1,
  title: '',
  nodes: { a: node('east'), b: node('west'), c: node() },
  edges: [
    { id: 'a>b', from: 'a', port: 'out', to: 'b' },
    { id: 'b>c', from: 'b', port: 'out', to: 'c' },
  ],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}
const fault = (id: string, on: ActiveFault['on']): ActiveFault => ({
  id,
  fault: 'x',
  on,
  params: {},
  sinceNanos: 0,
})
const FAULTS = [
  fault('node', { node: 'a' }),
  fault('region', { region: 'west' }),
  fault('edge', { edge: 'b>c' }),
  fault('cut', { between: [['region:east'], ['b']] }),
  fault('run', { run: true }),
]
const ids = (faults: ActiveFault[]) => faults.map(({ id }) => id)

it('finds what strikes a node or its region', () => {
  expect(ids(faultsOnNode(FAULTS, DOCUMENT, 'a'))).toEqual(['node'])
  expect(ids(faultsOnNode(FAULTS, DOCUMENT, 'b'))).toEqual(['region'])
  expect(ids(faultsOnNode(FAULTS, DOCUMENT, 'c'))).toEqual([])
})

it('finds what strikes an edge or the border that it crosses', () => {
  expect(ids(faultsOnEdge(FAULTS, DOCUMENT, DOCUMENT.edges[0]))).toEqual(['cut'])
  expect(ids(faultsOnEdge(FAULTS, DOCUMENT, DOCUMENT.edges[1]))).toEqual(['edge'])
})
