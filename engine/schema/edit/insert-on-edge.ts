import { newMisunderstanding } from '../connection-problem.ts'
import type { Document } from '../document.ts'
import { InputError } from '../input-error.ts'
import type { KindShape, KindShapes } from '../kind-shape.ts'
import { addNode } from './add-node.ts'
import { applyEdits } from './apply-edits.ts'
import { edgeBetween } from './edge-between.ts'
import { freeShift } from './free-shift.ts'
import type { GraphEdit } from './graph-edit.ts'

/**
 * The edits that put a new node of a kind on an edge: what used the edge asks the node now, and the node asks on by the first port
 * over which that is understood. The edge keeps its place among those of its port, its latency and its bandwidth.
 *
 * @throws InputError when nothing can be asked of the kind, it asks nobody, or one of the three would not understand another.
 */
export function insertOnEdge(
  document: Document,
  edgeId: string,
  kind: string,
  kinds: KindShapes,
): GraphEdit[] {
  const shape = kinds.get(kind)
  if (shape === undefined) throw new InputError(`There is no kind "${kind}" to put on an edge.`)
  let problem = `A ${shape.title.toLowerCase()} passes nothing on; it cannot stand on an edge.`
  for (const port of passingPorts(shape)) {
    const edits = insertBy(document, edgeId, shape, port)
    const misunderstanding = newMisunderstanding(document, applyEdits(document, edits), kinds)
    if (misunderstanding === null) return edits
    problem = misunderstanding
  }
  throw new InputError(problem)
}

/** Whether a new node of a kind can be put on an edge. */
export function canStandOn(document: Document, edgeId: string, kind: string, kinds: KindShapes): boolean {
  const shape = kinds.get(kind)
  if (shape === undefined || !document.edges.some(({ id }) => id === edgeId)) return false
  return passingPorts(shape).some((port) => {
    const inserted = applyEdits(document, insertBy(document, edgeId, shape, port))
    return newMisunderstanding(document, inserted, kinds) === null
  })
}

function insertBy(document: Document, edgeId: string, shape: KindShape, port: string): GraphEdit[] {
  const place = document.edges.findIndex(({ id }) => id === edgeId)
  const edge = document.edges[place]
  if (edge === undefined) throw new InputError(`There is no edge "${edgeId}" to put it on.`)
  const [from, to] = [document.nodes[edge.from], document.nodes[edge.to]]
  const middle: [number, number] = [(from.at[0] + to.at[0]) / 2, (from.at[1] + to.at[1]) / 2]
  const [right, down] = freeShift(document, [middle])
  const at: [number, number] = [middle[0] + right, middle[1] + down]
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

/** The ports by which a kind may ask on for those who asked it. */
function passingPorts({ ports, receives }: KindShape): string[] {
  const passing = Object.entries(ports).filter(([, { peers, guarded }]) => peers !== true && guarded !== true)
  return receives ? passing.map(([name]) => name) : []
}
