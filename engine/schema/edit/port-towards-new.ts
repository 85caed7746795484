import { connectionProblem } from '../connection-problem.ts'
import type { Document } from '../document.ts'
import type { KindShapes } from '../kind-shape.ts'
import { addNode } from './add-node.ts'
import { applyEdits } from './apply-edits.ts'

/** The first port of `from` that may be connected to a new node of a kind; null when none may. */
export function portTowardsNew(
  document: Document,
  from: string,
  kind: string,
  kinds: KindShapes,
): string | null {
  const shape = kinds.get(kind)
  const ports = Object.keys(kinds.get(document.nodes[from].kind)?.ports ?? {})
  if (shape === undefined) return null
  const node = addNode(document, { kind, at: [0, 0] }, shape)
  const wished = applyEdits(document, [node])
  return ports.find((port) => connectionProblem(wished, kinds, from, port, node.id) === null) ?? null
}
