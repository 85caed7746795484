import type { Document } from '../document.ts'
import type { GraphEdit } from './graph-edit.ts'

/** The edits that take nodes out, with their edges and with the objectives that are about them. */
export function removeNodes(document: Document, ids: readonly string[]): GraphEdit[] {
  const gone = new Set(ids)
  const edges = document.edges.filter(({ from, to }) => gone.has(from) || gone.has(to))
  const objectives = Object.entries(document.slos).filter(([, { of }]) => gone.has(of))
  return [
    ...objectives.map(([name]): GraphEdit => ({ edit: 'set-objective', name, slo: null })),
    ...edges.map(({ id }): GraphEdit => ({ edit: 'disconnect', id })),
    ...[...gone].map((id): GraphEdit => ({ edit: 'remove-node', id })),
  ]
}
