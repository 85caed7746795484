import { memo, useEffect, useRef, type KeyboardEvent } from 'react'
import { session } from '../state/session.ts'
import { selectNothing } from '../state/ui-store.ts'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
import { widthOf } from './edge-flow.ts'
import type { FlowEdge as FlowEdgeType } from './graph.ts'

/** Above this share of failed or lost messages an edge is drawn as failing. */
const FAILING_SHARE = 0.05

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
      const { perSecond, badShare } = live.flow(lane)?.of(link) ?? { perSecond: 0, badShare: 0 }
      const width = widthOf(perSecond)
      const failing = String(badShare > FAILING_SHARE)
      // Half a pixel is not seen, and every change has the drawing painted again.
      if (!(Math.abs(width - shown.width) < 0.75))
        band.setAttribute('stroke-width', (shown.width = width).toFixed(1))
      if (failing !== shown.failing) group.dataset.failing = shown.failing = failing
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [groupRef, bandRef, live, lane, link])
}

/**
 * Two strokes that end at the tip. They are turned here and not by a transform: every transform is a piece of its own that the browser
 * has to put in order in each frame, which for 240 edges took as long as everything else together.
 */
function arrowHead({ x, y }: { x: number; y: number }, heading: number): string {
  const turn = (heading * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const barb = (side: number) =>
    `${(x - 7 * cos - side * sin).toFixed(1)} ${(y - 7 * sin + side * cos).toFixed(1)}`
  return `M${barb(-3.5)}L${x} ${y}L${barb(3.5)}`
}
