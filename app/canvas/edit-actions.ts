import { editor } from '../state/session.ts'
import { selectNodes, selectNothing, selectedNodes, uiStore } from '../state/ui-store.ts'

/** What is selected, as the document has it. */
export function selectedNow(): { nodes: readonly string[]; edge: string | null } {
  const { selection } = uiStore.getState()
  const edge = selection !== null && 'edge' in selection ? selection.edge : null
  return { nodes: selectedNodes(selection), edge }
}

/** Takes what is selected away. */
export async function removeSelected(): Promise<void> {
  const { nodes, edge } = selectedNow()
  const answer = await (edge === null ? editor.remove(nodes) : editor.disconnect([edge]))
  if (answer.ok) selectNothing()
}

/** Takes a node off the edge it stands on: what asked it asks what it asked. */
export async function takeOff(node: string): Promise<void> {
  const answer = await editor.takeOffEdge(node)
  if (answer.ok) selectNothing()
}

export async function duplicateSelected(): Promise<void> {
  const answer = await editor.duplicate(selectedNow().nodes)
  if (answer.ok) selectNodes(answer.ids)
}

/** Pushes that follow each other within this are one step to undo. */
const PUSHING_MS = 1_000
const pushing = { number: 0, at: -Infinity }

/** Pushes the selected nodes by so many cells; pushes in a row are one step to undo. */
export function nudgeSelected(columns: number, rows: number): void {
  const { nodes } = selectedNow()
  const { document } = editor
  const to = nodes.map((id): [string, [number, number]] => {
    const [column, row] = document.nodes[id].at
    return [id, [column + columns, row + rows]]
  })
  const now = performance.now()
  if (now - pushing.at > PUSHING_MS) pushing.number++
  pushing.at = now
  void editor.move(Object.fromEntries(to), { merge: `push ${pushing.number} ${nodes.join(' ')}` })
}
