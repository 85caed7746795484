import { useReactFlow } from '@xyflow/react'
import { useCallback, useMemo, useRef, type DragEvent } from 'react'
import { KIND_TYPE } from '../palette/dragged-kind.ts'
import { CARD_HEIGHT, CARD_WIDTH, CELL_HEIGHT, CELL_WIDTH } from './geometry.ts'

const carriesKind = (event: DragEvent): boolean => event.dataTransfer.types.includes(KIND_TYPE)

/** The edge under the pointer, by its element. */
const edgeAt = ({ clientX, clientY }: DragEvent): Element | null =>
  document.elementFromPoint(clientX, clientY)?.closest('[data-edge]') ?? null

/** Kinds dragged from the palette: dropped on the sheet they become a node there, on an edge they are put on it. */
export function useKindDrop() {
  const { screenToFlowPosition } = useReactFlow()
  const markedRef = useRef<Element | null>(null)
  const mark = useCallback((edge: Element | null) => {
    if (markedRef.current === edge) return
    markedRef.current?.removeAttribute('data-drop')
    edge?.setAttribute('data-drop', '')
    markedRef.current = edge
  }, [])
  const over = useCallback(
    (event: DragEvent) => {
      if (!carriesKind(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      mark(edgeAt(event))
    },
    [mark],
  )
  const drop = useCallback(
    (event: DragEvent) => {
      if (!carriesKind(event)) return
      event.preventDefault()
      const kind = event.dataTransfer.getData(KIND_TYPE)
      const edge = edgeAt(event)?.getAttribute('data-edge') ?? null
      mark(null)
      const adding = import('../palette/add-kind.ts')
      if (edge !== null) return void adding.then(({ insertKind }) => insertKind(edge, kind))
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const place: [number, number] = [(x - CARD_WIDTH / 2) / CELL_WIDTH, (y - CARD_HEIGHT / 2) / CELL_HEIGHT]
      void adding.then(({ addKind }) => addKind(kind, place))
    },
    [mark, screenToFlowPosition],
  )
  return useMemo(
    () => ({ onDragOver: over, onDrop: drop, onDragLeave: () => mark(null) }),
    [over, drop, mark],
  )
}
