import { choose } from '../canvas/edit-actions.ts'
import { editor, session } from '../state/session.ts'
import { selectedNodes, uiStore } from '../state/ui-store.ts'
import { freePlace } from './free-place.ts'
import { portsTowards } from './ports-towards.ts'
import { REPLICA_SET } from './replica-set.ts'

/**
 * Adds a node of a kind and selects it: at `at` (cells of the grid), or to the right of the selected node, or in the middle of what is
 * in view; never on top of another.
 */
export async function addKind(kind: string, at?: [number, number]): Promise<void> {
  if (kind === REPLICA_SET) return at === undefined ? replicateSelected() : sayWhatToReplicate()
  const { selection, viewCentre } = uiStore.getState()
  const { document } = editor
  const beside = document.nodes[selectedNodes(selection).at(-1) ?? '']
  const besideIt: [number, number] | undefined = beside && [beside.at[0] + 1, beside.at[1]]
  const place = freePlace(document, at ?? besideIt ?? viewCentre ?? [0, 0])
  const answer = await editor.add({ kind, at: place, region: beside?.region })
  if (!answer.ok) return
  uiStore.setState({ narrowTab: 'canvas' }) // where one sheet hides the others, it is seen
  await choose(answer.ids)
}

/** Puts a new node of a kind on an edge, and selects it. */
export async function insertKind(edge: string, kind: string): Promise<void> {
  if (kind === REPLICA_SET) return insertReplicas(edge)
  const answer = await editor.insertOnEdge(edge, kind)
  if (answer.ok) await choose(answer.ids)
}

/** Makes a replica set of what is at the end of an edge, and selects what is new. */
export async function insertReplicas(edge: string): Promise<void> {
  const answer = await editor.insertReplicaSet(edge)
  if (answer.ok) await choose(answer.ids)
}

/** Makes a replica set of what is selected: an edge, or a node that one edge leads to. */
async function replicateSelected(): Promise<void> {
  const { selection } = uiStore.getState()
  const [node] = selectedNodes(selection)
  const leading = editor.document.edges.filter(({ to }) => to === node).map(({ id }) => id)
  const edge = selection !== null && 'edge' in selection ? selection.edge : leading[0]
  if (edge !== undefined && leading.length < 2) return insertReplicas(edge)
  sayWhatToReplicate()
}

function sayWhatToReplicate(): void {
  session.notify(
    'info',
    'A replica set is made of a node that is there: drag it onto the edge that leads to that node, or select the edge and press it.',
  )
}

/** Adds a node of a kind that `from` asks by the first port that may; one step to undo. A connection that is not legal is not made. */
export async function addBehind(from: string, kind: string): Promise<void> {
  const { nodes } = editor.document
  const { at, region } = nodes[from]
  const merge = `behind ${from} ${Object.keys(nodes).length}`
  const place = freePlace(editor.document, [at[0] + 1, at[1]])
  const answer = await editor.add({ kind, at: place, region }, { merge })
  if (!answer.ok) return
  const [to] = answer.ids
  const port = portsTowards(from, to)[0]
  if (port !== undefined) await editor.connect(from, port, to, { merge })
  await choose(answer.ids)
}
