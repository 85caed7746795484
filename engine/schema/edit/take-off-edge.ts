import { newMisunderstanding } from '../connection-problem.ts'
import type { Document } from '../document.ts'
import type { KindShapes } from '../kind-shape.ts'
import { edgeBetween } from './edge-between.ts'
import { removeNodes } from './remove-nodes.ts'
import { applyEdits } from './apply-edits.ts'
import type { GraphEdit } from './graph-edit.ts'
import { copiesBehind } from './insert-replica-set.ts'

/**
 * The edits that take a node off the edge it stands on: whoever asked it asks what it asked first, over an edge at the same place
 * with the same latency, if it is understood there. The copies of a replica set go with what stands before it, objectives about any of them too.
 */
export function takeOffEdge(document: Document, id: string, kinds: KindShapes): GraphEdit[] {
  const next = document.edges.find(({ from }) => from === id)
  const removal = removeNodes(document, [id, ...copiesBehind(document, id)])
  if (next === undefined) return removal
  const joined: GraphEdit[] = []
  let edited = applyEdits(document, removal)
  document.edges.forEach((edge, place) => {
    if (edge.to !== id || edge.from === next.to) return
    const known = edited.edges.some(
      ({ from, port, to }) => from === edge.from && port === edge.port && to === next.to,
    )
    if (known) return
    const { id: _id, ...rest } = edge
    const fresh = edgeBetween(edited, edge.from, edge.port, next.to)
    const connect: GraphEdit = {
      edit: 'connect',
      edge: { ...rest, ...fresh },
      at: Math.min(place, edited.edges.length),
    }
    const after = applyEdits(edited, [connect])
    if (newMisunderstanding(edited, after, kinds) !== null) return
    joined.push(connect)
    edited = after
  })
  return [...removal, ...joined]
}
