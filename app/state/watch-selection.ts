import type { Commands } from './run-session.ts'
import type { RunStore } from './run-store.ts'
import { selectedNodes, selectionOf, type UiState, type UiStore } from './ui-store.ts'

/** Nothing is selected that is not there any more. */
export function dropLostSelection(run: RunStore, ui: UiStore): () => void {
  return run.subscribe(({ opened }) => {
    const { selection } = ui.getState()
    if (selection === null || opened === null) return
    const { nodes, edges } = opened.document
    if ('edge' in selection) {
      if (!edges.some(({ id }) => id === selection.edge)) ui.setState({ selection: null })
      return
    }
    const chosen = selectedNodes(selection)
    const there = chosen.filter((node) => nodes[node] !== undefined)
    if (there.length < chosen.length) ui.setState({ selection: selectionOf(there) })
  })
}

/** Has the worker send pictures of the selected node's inside, and dots while they are drawn. Looking changes nothing in the run. */
export function watchSelection(ui: UiStore, commands: Pick<Commands, 'watch'>): () => void {
  const wish = ({ selection, flightsAFrame }: UiState) => ({
    inspect: selection !== null && 'node' in selection ? selection.node : null,
    flights: flightsAFrame,
  })
  let sent = wish(ui.getState())
  void commands.watch(sent)
  return ui.subscribe((state) => {
    const next = wish(state)
    if (next.inspect === sent.inspect && next.flights === sent.flights) return
    sent = next
    void commands.watch(next)
  })
}
