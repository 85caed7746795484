import type { Document } from '../document.ts'
import { InputError } from '../input-error.ts'
import type { KindShape } from '../kind-shape.ts'
import { addNode } from './add-node.ts'
import { applyEdits } from './apply-edits.ts'
import { edgeBetween } from './edge-between.ts'
import type { GraphEdit } from './graph-edit.ts'

/**
 * The edits that put a new node of a kind on an edge: what used the edge asks the node now, and the node asks on by its first
 * port. The edge keeps its place among those of its port, its latency and its bandwidth.
 *
 * @throws InputError when nothing can be asked of the kind, or it asks nobody.
 */
export function insertOnEdge(document: Document, edgeId: string, shape: KindShape): GraphEdit[] {
  const place = document.edges.findIndex(({ id }) => id === edgeId)
  const edge = document.edges[place]
  if (edge === undefined) throw new InputError(`There is no edge "${edgeId}" to put it on.`)
  const port = passingPort(shape)
  if (port === null)
    throw new InputError(`A ${shape.title.toLowerCase()} passes nothing on; it cannot stand on an edge.`)
  const [from, to] = [document.nodes[edge.from], document.nodes[edge.to]]
  const at: [number, number] = [(from.at[0] + to.at[0]) / 2, (from.at[1] + to.at[1]) / 2]
  const node = addNode(document, { kind: shape.kind, at, region: to.region }, shape)
  const withNode = applyEdits(document, [node])
  const { latencyMs, bandwidthMbps } = edge
  const path = {
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(bandwidthMbps === undefined ? {} : { bandwidthMbps }),
  }
  return [
    node,
    { edit: 'connect', edge: edgeBetween(withNode, node.id, port, edge.to) },
    { edit: 'disconnect', id: edge.id },
    {
      edit: 'connect',
      edge: { ...edgeBetween(withNode, edge.from, edge.port, node.id), ...path },
      at: place,
    },
  ]
}

/** The port by which a kind asks on for those who asked it. */
export function passingPort({ ports, receives }: KindShape): string | null {
  const passing = Object.entries(ports).find(([, { peers, guarded }]) => peers !== true && guarded !== true)
  return receives && passing !== undefined ? passing[0] : null
}
