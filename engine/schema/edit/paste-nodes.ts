import type { Document } from '../document.ts'
import type { Clipping } from './clipping.ts'
import { edgeBetween } from './edge-between.ts'
import { applyEdits } from './apply-edits.ts'
import { freeShift } from './free-shift.ts'
import { freshId } from './fresh-id.ts'
import type { GraphEdit } from './graph-edit.ts'

/**
 * The edits that put a clipping into a document, as near to where it was as its cards touch no others: everything gets an id that is
 * not there yet, labels are kept. `ids` says what became of each node.
 */
export function pasteNodes(
  document: Document,
  { nodes, edges }: Clipping,
): { edits: GraphEdit[]; ids: Record<string, string> } {
  const edits: GraphEdit[] = []
  const ids: Record<string, string> = {}
  const [right, down] = freeShift(
    document,
    Object.values(nodes).map(({ at }) => at),
  )
  let edited = document
  const push = (edit: GraphEdit) => {
    edits.push(edit)
    edited = applyEdits(edited, [edit])
  }
  for (const [id, node] of Object.entries(nodes)) {
    ids[id] = freshId(id, (each) => edited.nodes[each] !== undefined)
    const at: [number, number] = [node.at[0] + right, node.at[1] + down]
    push({ edit: 'add-node', id: ids[id], node: { ...node, at } })
  }
  for (const { id: _id, ...edge } of edges) {
    const fresh = edgeBetween(edited, ids[edge.from], edge.port, ids[edge.to])
    push({ edit: 'connect', edge: { ...edge, ...fresh } })
  }
  return { edits, ids }
}
