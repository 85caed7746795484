import { memo, useEffect, useRef, type KeyboardEvent } from 'react'
import { session } from '../state/session.ts'
import { selectNothing } from '../state/ui-store.ts'
import { arrowHead } from './arrow-head.ts'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
import { isFailing, STILL, widthOf } from './edge-flow.ts'
import type { FlowEdge as FlowEdgeType } from './graph.ts'

export interface FlowEdgeProps {
  edge: FlowEdgeType
  lane: number
  /** Id of the text that says how edges are used by key. */
  howTo: string
  selected: boolean
  faulty: boolean
  onSelect: (id: string) => void
}

/**
 * An edge: a fine line, and around it a band as wide as the flow. It renders when its route or state changes; its width writes
 * itself. By pointer and by key it is chosen and let go as cards are.
 */
export const FlowEdge = memo(function FlowEdge(props: FlowEdgeProps) {
  const { edge, lane, howTo, selected, faulty, onSelect } = props
  const { id, label, link, d, tip, heading } = edge
  const groupRef = useRef<SVGGElement>(null)
  const bandRef = useRef<SVGPathElement>(null)
  useLiveFlow(groupRef, bandRef, lane, link)
  const hear = ({ key, currentTarget }: KeyboardEvent<SVGGElement>) => {
    if (key === 'Enter' || key === ' ') onSelect(id)
    else if (key === 'Escape') {
      currentTarget.blur()
      if (selected) selectNothing()
    }
  }
  return (
    <g
      ref={groupRef}
      className={`nopan ${css.edge}`}
      role="group"
      aria-roledescription="edge"
      aria-label={label}
      aria-describedby={howTo}
      tabIndex={0}
      data-edge={id}
      data-selected={selected}
      data-faulty={faulty}
      data-testid={`edge-${id}`}
      onClick={() => onSelect(id)}
      onKeyDown={hear}
    >
      <path ref={bandRef} d={d} className={css.band} />
      <path d={d} className={css.line} />
      <path d={arrowHead(tip, heading)} className={css.tip} />
      <path d={d} className={css.hit} />
    </g>
  )
})

/** Writes how wide the flow is, and whether it fails. */
function useLiveFlow(
  groupRef: React.RefObject<SVGGElement | null>,
  bandRef: React.RefObject<SVGPathElement | null>,
  lane: number,
  link: number,
): void {
  const live = useCanvasLive()
  useEffect(() => {
    const shown = { width: NaN, failing: '' }
    const write = () => {
      const [group, band] = [groupRef.current, bandRef.current]
      if (group === null || band === null) return
      const flow = live.flow(lane)?.of(link) ?? STILL
      const width = widthOf(flow.perSecond)
      const failing = String(isFailing(flow))
      // Half a pixel is not seen, and every change has the drawing painted again.
      if (!(Math.abs(width - shown.width) < 0.75))
        band.setAttribute('stroke-width', (shown.width = width).toFixed(1))
      if (failing !== shown.failing) group.dataset.failing = shown.failing = failing
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [groupRef, bandRef, live, lane, link])
}
