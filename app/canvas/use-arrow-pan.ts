import { useReactFlow } from '@xyflow/react'
import { useCallback, type KeyboardEvent } from 'react'

const STEP = 60
const MOVES: Record<string, [x: number, y: number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
}

/** Arrow keys move the view, plus and minus change its scale, while the focus is on the canvas. */
export function useArrowPan() {
  const { getViewport, setViewport, zoomIn, zoomOut } = useReactFlow()
  return useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const move = MOVES[event.key]
      if (move !== undefined) {
        const { x, y, zoom } = getViewport()
        void setViewport({ x: x + move[0], y: y + move[1], zoom })
        event.preventDefault()
      } else if (event.key === '+' || event.key === '=') void zoomIn()
      else if (event.key === '-') void zoomOut()
    },
    [getViewport, setViewport, zoomIn, zoomOut],
  )
}
