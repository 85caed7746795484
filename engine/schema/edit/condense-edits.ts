import type { GraphEdit } from './graph-edit.ts'

/**
 * The fewest edits that come to the same document: of several that set the same thing only the last. A slider that was dragged is
 * one edit to do again. Lists that add or take anything away stay as they are, for there the order counts.
 */
export function condenseEdits(edits: readonly GraphEdit[]): readonly GraphEdit[] {
  const last = new Map<string, GraphEdit>()
  for (const edit of edits) {
    const subject = subjectOf(edit)
    if (subject === null) return edits
    last.delete(subject) // its place is that of the last
    last.set(subject, edit)
  }
  return [...last.values()]
}

/** What an edit sets, whatever it was before; null for one that does more than set. */
function subjectOf(edit: GraphEdit): string | null {
  switch (edit.edit) {
    case 'set-param':
      return JSON.stringify([edit.edit, edit.node, edit.param])
    case 'set-region':
    case 'move':
    case 'rename':
      return JSON.stringify([edit.edit, edit.node])
    case 'set-edge':
      return JSON.stringify([edit.edit, edit.id])
    case 'set-invariants':
    case 'retitle':
    case 'set-scale':
      return edit.edit
    default:
      return null
  }
}
