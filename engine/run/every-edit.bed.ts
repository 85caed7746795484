import type { Document } from '../schema/document.ts'
import type { Design } from '../schema/design.ts'
import { connectionProblem } from '../schema/connection-problem.ts'
import { addNode } from '../schema/edit/add-node.ts'
import { applyEdits } from '../schema/edit/apply-edits.ts'
import { duplicateNodes } from '../schema/edit/duplicate-nodes.ts'
import { edgeBetween } from '../schema/edit/edge-between.ts'
import { canBeReplicated, insertReplicaSet } from '../schema/edit/insert-replica-set.ts'
import type { GraphEdit } from '../schema/edit/graph-edit.ts'
import { invertEdits } from '../schema/edit/invert-edits.ts'
import { removeNodes } from '../schema/edit/remove-nodes.ts'
import { takeOffEdge } from '../schema/edit/take-off-edge.ts'
import type { KindShape, KindShapes } from '../schema/kind-shape.ts'

/** Edits of a design, in a row; each is made of the document as it is then. */
export interface Attempt {
  name: string
  steps: readonly ((document: Document) => readonly GraphEdit[])[]
}

const EMPTY: Document = {
  version: 1,
  title: '',
  nodes: {},
  edges: [],
  requestsPerSimulated: 1,
  slos: {},
  invariants: [],
}

/** A client in front of each kind that can be asked, alone and connected by each port to each kind, whether that is understood or not. */
export function everyChain(kinds: KindShapes): { name: string; document: Document }[] {
  const asked = [...kinds.values()].filter(({ kind }) => kind !== 'client')
  return asked.flatMap((middle) => {
    const alone = operationsOf(kinds.get('client')!).map((operations) => ({
      name: `client for ${operations} > ${middle.kind}`,
      document: chain(kinds, middle, operations),
    }))
    const fitting = fittingOperations(kinds.get('client')!, middle)
    const connected = Object.keys(middle.ports).flatMap((port) =>
      [...kinds.values()].map((end) => ({
        name: `client > ${middle.kind}.${port} > ${end.kind}`,
        document: chain(kinds, middle, fitting, port, end),
      })),
    )
    return [...alone, ...connected]
  })
}

function chain(
  kinds: KindShapes,
  middle: KindShape,
  operations: string,
  port?: string,
  end?: KindShape,
): Document {
  let document = EMPTY
  const add = (shape: KindShape, params = {}) => {
    const edit = addNode(document, { kind: shape.kind, at: [0, 0], params }, shape)
    document = applyEdits(document, [edit])
    return edit.id
  }
  const connect = (from: string, by: string, to: string) => {
    document = applyEdits(document, [{ edit: 'connect', edge: edgeBetween(document, from, by, to) }])
  }
  const users = add(kinds.get('client')!, { operations, readShare: 0.5 })
  const id = add(middle)
  connect(users, 'out', id)
  if (port !== undefined && end !== undefined) connect(id, port, add(end))
  return document
}

/** Operations that the kind understands, if there are any. */
function fittingOperations({ ports }: KindShape, { understands }: KindShape): string {
  const { asks } = ports.out
  if (asks === undefined || !('parameter' in asks)) return 'read-write'
  const fitting = Object.entries(asks.byValue).filter(([, names]) =>
    names.some((name) => understands.includes(name)),
  )
  return fitting.at(-1)?.[0] ?? asks.otherwise
}

/**
 * Each node removed and brought back, duplicated, connected to whatever else it may ask, and each client wanting something else; each
 * edge taken away, each kind put on it by each of its ports, and a replica set made of what is at its end.
 */
export function everyEdit({ document }: Pick<Design, 'document'>, kinds: KindShapes): Attempt[] {
  const { nodes, edges } = document
  return [
    ...Object.keys(nodes).flatMap((id) => [removeAndBringBack(id), duplicate(id, kinds)]),
    ...Object.keys(nodes).flatMap((id) => everyWish(id, nodes[id].kind, kinds)),
    ...edges.map(({ id }) => ({ name: `disconnect ${id}`, steps: [() => disconnect(id)] })),
    ...differentEdges(document).flatMap((id) => [
      ...everyInsert(id, kinds),
      ...replicaSet(document, id, kinds),
    ]),
    ...everyConnection(document, kinds),
  ]
}

const disconnect = (id: string): GraphEdit[] => [{ edit: 'disconnect', id }]

function removeAndBringBack(id: string): Attempt {
  let back: GraphEdit[] = []
  const remove = (document: Document) => {
    const edits = removeNodes(document, [id])
    back = invertEdits(document, edits)
    return edits
  }
  return { name: `remove ${id} and bring it back`, steps: [remove, () => back] }
}

function duplicate(id: string, kinds: KindShapes): Attempt {
  let back: GraphEdit[] = []
  const copy = (document: Document) => {
    const { edits } = duplicateNodes(document, [id], kinds)
    back = invertEdits(document, edits)
    return edits
  }
  return { name: `duplicate ${id} and take that back`, steps: [copy, () => back] }
}

/** Clients that want something else from now on. */
function everyWish(id: string, kind: string, kinds: KindShapes): Attempt[] {
  return operationsOf(kinds.get(kind)!).map((value) => ({
    name: `${id} wants ${value}`,
    steps: [() => [{ edit: 'set-param', node: id, param: 'operations', value }]],
  }))
}

const operationsOf = ({ ports }: KindShape): string[] =>
  Object.values(ports).flatMap(({ asks = [] }) => ('parameter' in asks ? Object.keys(asks.byValue) : []))

/** One edge for each pair of kinds and the port between them. */
function differentEdges({ nodes, edges }: Document): string[] {
  const byKinds = edges.map(({ id, from, port, to }) => [`${nodes[from].kind}.${port}>${nodes[to].kind}`, id])
  return [...new Map(byKinds as [string, string][]).values()]
}

function everyInsert(edge: string, kinds: KindShapes): Attempt[] {
  const asked = [...kinds.values()].filter(({ receives }) => receives)
  return asked.flatMap((shape) =>
    Object.keys(shape.ports).map((port) => ({
      name: `put ${shape.kind}.${port} on ${edge}, and take it off`,
      steps: [
        (document: Document) => putOn(document, edge, shape, port),
        (document: Document) => takeOffEdge(document, Object.keys(document.nodes).at(-1)!, kinds),
      ],
    })),
  )
}

function replicaSet(document: Document, edge: string, kinds: KindShapes): Attempt[] {
  if (!canBeReplicated(document, edge, kinds)) return []
  let front = ''
  const insert = (before: Document) => {
    const edits = insertReplicaSet(before, edge, kinds)
    front = edits[0].edit === 'add-node' ? edits[0].id : ''
    return edits
  }
  const takeOff = (after: Document) => takeOffEdge(after, front, kinds)
  return [{ name: `a replica set on ${edge}, and off again`, steps: [insert, takeOff] }]
}

/** One new edge for each pair of kinds and each port between them, if it is legal. */
function everyConnection(document: Document, kinds: KindShapes): Attempt[] {
  const attempts = new Map<string, Attempt>()
  for (const [from, { kind }] of Object.entries(document.nodes)) {
    for (const port of Object.keys(kinds.get(kind)!.ports)) {
      for (const [to, target] of Object.entries(document.nodes)) {
        const between = `${kind}.${port}>${target.kind}`
        if (attempts.has(between) || connectionProblem(document, kinds, from, port, to) !== null) continue
        const edge = edgeBetween(document, from, port, to)
        attempts.set(between, { name: `connect ${edge.id}`, steps: [() => [{ edit: 'connect', edge }]] })
      }
    }
  }
  return [...attempts.values()]
}

/** As a document may have it that was written by hand: nobody asks whether it is understood. */
function putOn(document: Document, edge: string, shape: KindShape, port: string): GraphEdit[] {
  const { from, port: by, to } = document.edges.find(({ id }) => id === edge)!
  const node = addNode(document, { kind: shape.kind, at: [0, 0] }, shape)
  const after = applyEdits(document, [node])
  return [
    node,
    { edit: 'disconnect', id: edge },
    { edit: 'connect', edge: edgeBetween(after, from, by, node.id) },
    { edit: 'connect', edge: edgeBetween(after, node.id, port, to) },
  ]
}
