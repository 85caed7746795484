import type { Document } from '../document.ts'
import { InputError } from '../input-error.ts'
import type { KindShapes } from '../kind-shape.ts'
import { addNode, nameWithoutNumber } from './add-node.ts'
import { applyEdits } from './apply-edits.ts'
import { edgeBetween } from './edge-between.ts'
import { freeShift } from './free-shift.ts'
import type { GraphEdit } from './graph-edit.ts'
import { canStandOn, insertOnEdge } from './insert-on-edge.ts'

/** Who may stand before replicas: who asks them how they are, and otherwise who only spreads. */
const FRONTS = ['region-router', 'load-balancer'] as const
/** With the node that is there already. */
const REPLICAS = 3

/**
 * The edits that make a replica set of the node at the end of an edge: copies of it that ask what it asks, joined with it and with each
 * other if its kind replicates, and before all of them somebody who chooses among them for whoever asks over this edge.
 *
 * @throws InputError when nobody who chooses can stand on the edge.
 */
export function insertReplicaSet(document: Document, edgeId: string, kinds: KindShapes): GraphEdit[] {
  const front = FRONTS.find((kind) => canStandOn(document, edgeId, kind, kinds)) ?? 'load-balancer'
  const edits = insertOnEdge(document, edgeId, front, kinds)
  const original = document.edges.find(({ id }) => id === edgeId)!.to
  const [first, spreads] = edits
  if (first.edit !== 'add-node' || spreads.edit !== 'connect')
    throw new InputError('A replica set needs somebody before it.')
  const members = [original]
  let edited = applyEdits(document, edits)
  while (members.length < REPLICAS) {
    const copy = copyOf(edited, original, members, kinds)
    const behind = applyEdits(edited, copy.edits)
    const edge = edgeBetween(behind, first.id, spreads.edge.port, copy.id)
    edits.push(...copy.edits, { edit: 'connect', edge })
    edited = applyEdits(behind, [{ edit: 'connect', edge }])
    members.push(copy.id)
  }
  return edits
}

/** Whether a replica set can be made of the node at the end of an edge. */
export const canBeReplicated = (document: Document, edgeId: string, kinds: KindShapes): boolean =>
  FRONTS.some((kind) => canStandOn(document, edgeId, kind, kinds))

/**
 * The copies behind a node that `insertReplicaSet` has put there, as long as nobody has made anything else of them: they bear the first
 * one's name with a number, are set as it is, and nobody else asks them.
 */
export function copiesBehind({ nodes, edges }: Document, front: string): string[] {
  const [first, ...others] = edges.filter(({ from }) => from === front).map(({ to }) => to)
  if (first === undefined) return []
  const original = nodes[first]
  const members = new Set([front, first, ...others])
  return others.filter((id) => {
    const { kind, label, params } = nodes[id]
    const name = nameWithoutNumber(label)
    const isNumbered = name !== label && name === nameWithoutNumber(original.label)
    const isAlike = kind === original.kind && JSON.stringify(params) === JSON.stringify(original.params)
    return (
      isNumbered && isAlike && edges.every(({ from, to }) => to !== id || members.has(from) || joins(from))
    )
  })

  /** Others of its kind replicate with the first one too. */
  function joins(from: string): boolean {
    return nodes[from].kind === original.kind && edges.some((edge) => edge.from === from && edge.to === first)
  }
}

/** A copy of a node, connected to what it asks, and as a peer to its peers and to the members of its set. */
function copyOf(
  document: Document,
  original: string,
  members: readonly string[],
  kinds: KindShapes,
): { id: string; edits: GraphEdit[] } {
  const { kind, label, at, region, params } = document.nodes[original]
  const [right, down] = freeShift(document, [at])
  const place: [number, number] = [at[0] + right, at[1] + down]
  const node = addNode(document, { kind, at: place, region, params: { ...params } }, { title: label })
  const edits: GraphEdit[] = [node]
  let edited = applyEdits(document, edits)
  const connect = (from: string, port: string, to: string, path: object = {}) => {
    const edge = { ...path, ...edgeBetween(edited, from, port, to) }
    edits.push({ edit: 'connect', edge })
    edited = applyEdits(edited, [{ edit: 'connect', edge }])
  }
  const ports = kinds.get(kind)?.ports ?? {}
  for (const { id: _id, from, port, to, ...path } of document.edges) {
    if (from === original && !members.includes(to)) connect(node.id, port, to, path)
    const isPeer = ports[port]?.peers === true && document.nodes[from].kind === kind
    if (to === original && isPeer && !members.includes(from)) connect(from, port, node.id, path)
  }
  const joined = Object.keys(ports).find((port) => ports[port].peers === true)
  if (joined !== undefined) for (const member of members) connect(member, joined, node.id)
  return { id: node.id, edits }
}
