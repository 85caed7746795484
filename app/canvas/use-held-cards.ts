import type { Node, NodeChange } from '@xyflow/react'
import { useCallback, useMemo, useState } from 'react'
import type { Document } from '../../engine/schema/document.ts'
import { applyEdits } from '../../engine/schema/edit/apply-edits.ts'
import { editor } from '../state/session.ts'
import { CELL_HEIGHT, CELL_WIDTH } from './geometry.ts'

type Places = Readonly<Record<string, [number, number]>>
const NOWHERE: Places = {}

/** Cards snap to an eighth of a cell. */
export const SNAP: [number, number] = [CELL_WIDTH / 8, CELL_HEIGHT / 8]

const placeOf = ({ x, y }: { x: number; y: number }): [number, number] => [
  Math.round((x / CELL_WIDTH) * 8) / 8,
  Math.round((y / CELL_HEIGHT) * 8) / 8,
]

/** The document with cards where they are held while they are dragged; the editor hears of it when they are let go, as one step. */
export function useHeldCards(document: Document) {
  const [held, setHeld] = useState<Places>(NOWHERE)
  const shown = useMemo(() => {
    const moves = Object.entries(held).filter(([node]) => document.nodes[node] !== undefined)
    return applyEdits(
      document,
      moves.map(([node, to]) => ({ edit: 'move', node, to })),
    )
  }, [document, held])
  const takeMoves = useCallback((changes: readonly NodeChange[]) => {
    const moves = changes.flatMap((change) =>
      change.type === 'position' && change.dragging === true && change.position !== undefined
        ? [[change.id, placeOf(change.position)] as const]
        : [],
    )
    // Pointers move by less than cards do: where no card is elsewhere, nothing is routed or drawn anew.
    setHeld((before) =>
      moves.every(([id, [x, y]]) => before[id]?.[0] === x && before[id][1] === y)
        ? before
        : { ...before, ...Object.fromEntries(moves) },
    )
  }, [])
  const letGo = useCallback((_event: unknown, _node: Node, nodes: readonly Node[]) => {
    const moved = nodes.map(({ id, position }) => [id, placeOf(position)] as const)
    setHeld(NOWHERE)
    const { document: now } = editor
    const really = moved.filter(([id, [x, y]]) => now.nodes[id]?.at[0] !== x || now.nodes[id]?.at[1] !== y)
    if (really.length > 0) void editor.move(Object.fromEntries(really))
  }, [])
  return { shown, takeMoves, letGo }
}
