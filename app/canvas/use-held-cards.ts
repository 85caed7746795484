import type { Node, NodeChange } from '@xyflow/react'
import { useCallback, useLayoutEffect } from 'react'
import type { Document } from '../../engine/schema/document.ts'
import { editor } from '../state/session.ts'
import { afterPainting } from '../ui/after-painting.ts'
import { CELL_HEIGHT, CELL_WIDTH, type Point } from './geometry.ts'
import type { CanvasGraph } from './graph.ts'
import { heldGraph, NOTHING_HELD } from './held-graph.ts'
import { heldStore } from './held-store.ts'

/** Cards snap to an eighth of a cell. */
export const SNAP: [number, number] = [CELL_WIDTH / 8, CELL_HEIGHT / 8]

const placeOf = ({ x, y }: Point): [number, number] => [
  Math.round((x / CELL_WIDTH) * 8) / 8,
  Math.round((y / CELL_HEIGHT) * 8) / 8,
]

const stopHolding = () => heldStore.setState(NOTHING_HELD)

/** Lets go of what is held now, unless something else is held by then. */
function stopLater(): () => void {
  const { places } = heldStore.getState()
  return () => {
    if (heldStore.getState().places === places) stopHolding()
  }
}

/** Cards are drawn where they are held while they are dragged; the editor hears of it when they are let go, as one step. */
export function useHeldCards(document: Document, graph: CanvasGraph) {
  // What was held of a document that has changed meanwhile may not be there any more.
  // oxlint-disable-next-line react/exhaustive-deps -- only when the document changes
  useLayoutEffect(() => stopHolding, [document])
  const takeMoves = useCallback(
    (changes: readonly NodeChange[]) => {
      const moves = changes.flatMap((change) =>
        change.type === 'position' && change.dragging === true && change.position !== undefined
          ? [[change.id, placeOf(change.position)] as const]
          : [],
      )
      const before = heldStore.getState()
      const { places } = before
      // Pointers move by less than cards do: where no card is elsewhere, nothing is routed or drawn anew.
      if (moves.every(([id, [x, y]]) => places.get(id)?.[0] === x && places.get(id)?.[1] === y)) return
      heldStore.setState(heldGraph(document, graph, new Map([...places, ...moves]), before))
    },
    [document, graph],
  )
  const letGo = useCallback((_event: unknown, _node: Node, nodes: readonly Node[]) => {
    const moved = nodes.map(({ id, position }) => [id, placeOf(position)] as const)
    const stop = stopLater()
    // The cards stay where they are held until the document says the same; it is told in a frame of its own.
    afterPainting(() => {
      const { document: now } = editor
      const really = moved.filter(([id, [x, y]]) => now.nodes[id]?.at[0] !== x || now.nodes[id]?.at[1] !== y)
      if (really.length > 0) void editor.move(Object.fromEntries(really)).finally(stop)
      else stop()
    })
  }, [])
  return { takeMoves, letGo }
}
