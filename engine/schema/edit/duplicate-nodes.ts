import type { Document } from '../document.ts'
import { applyEdits } from './apply-edits.ts'
import { edgeBetween } from './edge-between.ts'
import type { GraphEdit } from './graph-edit.ts'
import type { KindShapes } from '../kind-shape.ts'
import { clippingOf } from './clipping.ts'
import { pasteNodes } from './paste-nodes.ts'

/**
 * The edits that duplicate nodes: the copies are connected among each other as the originals are, and to the rest of the design as
 * far as its ports have room, and lie where there is room. So a copy of a server behind a balancer is behind the balancer too.
 */
export function duplicateNodes(
  document: Document,
  ids: readonly string[],
  kinds: KindShapes,
): { edits: GraphEdit[]; ids: Record<string, string> } {
  const pasted = pasteNodes(document, clippingOf(document, ids))
  const edits = [...pasted.edits]
  let edited = applyEdits(document, edits)
  for (const { id: _id, ...edge } of document.edges) {
    const [from, to] = [pasted.ids[edge.from] ?? edge.from, pasted.ids[edge.to] ?? edge.to]
    const bothCopied = from !== edge.from && to !== edge.to
    const noneCopied = from === edge.from && to === edge.to
    if (bothCopied || noneCopied) continue
    const room = kinds.get(document.nodes[edge.from].kind)?.ports[edge.port]?.edges
    if (from === edge.from && room !== 'many' && room !== 'any') continue
    const connect: GraphEdit = {
      edit: 'connect',
      edge: { ...edge, ...edgeBetween(edited, from, edge.port, to) },
    }
    edits.push(connect)
    edited = applyEdits(edited, [connect])
  }
  return { edits, ids: pasted.ids }
}
