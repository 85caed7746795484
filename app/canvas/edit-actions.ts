import { editor } from '../state/session.ts'
import { loadLater } from '../ui/load-later.ts'
import { selectNodes, selectNothing, selectedNodes, uiStore } from '../state/ui-store.ts'

/** What is selected, as the document has it. */
export function selectedNow(): { nodes: readonly string[]; edge: string | null } {
  const { selection } = uiStore.getState()
  const edge = selection !== null && 'edge' in selection ? selection.edge : null
  return { nodes: selectedNodes(selection), edge }
}

const graphFocus = () => import('./graph-focus.ts')
loadLater(graphFocus)

/** Does something that may take away what has the focus: a neighbour has it then, and not the page. */
export async function keepingFocus(act: () => Promise<unknown>): Promise<void> {
  const before = editor.document
  const focused = document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset.id
  const { nodes, edge } = selectedNow()
  const node = focused ?? nodes[0] ?? before.edges.find(({ id }) => id === edge)?.from
  await act()
  if (node === undefined) return
  const { focusNode, neighbourOf } = await graphFocus()
  const now = editor.document
  const next = now.nodes[node] === undefined ? neighbourOf(node, before, now) : node
  if (next !== null) await focusNode(next, { ifLost: true })
}

/** Takes what is selected away. */
export const removeSelected = (): Promise<void> =>
  keepingFocus(async () => {
    const { nodes, edge } = selectedNow()
    const answer = await (edge === null ? editor.remove(nodes) : editor.disconnect([edge]))
    if (answer.ok) selectNothing()
  })

/** Takes a node off the edge it stands on: what asked it asks what it asked. */
export const takeOff = (node: string): Promise<void> =>
  keepingFocus(async () => {
    const answer = await editor.takeOffEdge(node)
    if (answer.ok) selectNothing()
  })

export async function duplicateSelected(): Promise<void> {
  const answer = await editor.duplicate(selectedNow().nodes)
  if (answer.ok) await choose(answer.ids)
}

/** Selects nodes that have just come and goes on from the first of them. */
export async function choose(ids: readonly string[]): Promise<void> {
  selectNodes(ids)
  if (ids.length > 0) await (await graphFocus()).focusNode(ids[0])
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
