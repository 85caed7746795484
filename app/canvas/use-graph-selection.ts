import type { NodeChange } from '@xyflow/react'
import { useMemo } from 'react'
import { selectNodes, selectedNodes, uiStore, useUi } from '../state/ui-store.ts'
import type { CanvasGraph } from './graph.ts'

type Nodes = CanvasGraph['nodes']

/** Nodes as they are when they are selected, one object each. */
const marked = new WeakMap<Nodes[number], Nodes[number]>()

function asSelected(node: Nodes[number]): Nodes[number] {
  const known = marked.get(node) ?? { ...node, selected: true }
  marked.set(node, known)
  return known
}

/** The nodes with the selection marked on them; all other objects stay the same. */
export function useMarkedSelection({ nodes }: Pick<CanvasGraph, 'nodes'>): Nodes {
  const selection = useUi((ui) => ui.selection)
  return useMemo(() => {
    const chosen = new Set(selectedNodes(selection))
    return nodes.map((each) => (chosen.has(each.id) ? asSelected(each) : each))
  }, [nodes, selection])
}

/** What a person selects on the canvas: one node, several with Shift or a frame drawn around them. */
export function takeNodeSelection(changes: readonly NodeChange[]): void {
  const selects = changes.filter((change) => change.type === 'select')
  if (selects.length === 0) return
  const { selection } = uiStore.getState()
  const chosen = new Set(selectedNodes(selection))
  for (const { id, selected } of selects) {
    if (selected) chosen.add(id)
    else chosen.delete(id)
  }
  const before = selectedNodes(selection)
  if (chosen.size === before.length && before.every((id) => chosen.has(id))) return
  selectNodes([...chosen])
}
