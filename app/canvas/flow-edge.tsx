import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, use, useEffect, useRef } from 'react'
import { session } from '../state/session.ts'
import { useUi } from '../state/ui-store.ts'
import { formatCount } from '../ui/format.ts'
import css from './canvas.module.css'
import { DetailContext, useCanvasLive } from './canvas-live.ts'
import { widthOf } from './edge-flow.ts'
import { FaultGlyphs } from './fault-glyphs.tsx'
import type { FlowEdge as FlowEdgeType } from './graph.ts'
import { useEdgeFaults } from './use-faults.ts'

/** Above this share of failed or lost messages an edge is drawn as failing. */
const FAILING_SHARE = 0.05

/** An edge: a fine line, and around it a band as wide as the flow. It renders once; width and figure write themselves. */
export const FlowEdge = memo(function FlowEdge({ id, data, selected }: EdgeProps<FlowEdgeType>) {
  const { link, d, middle, tip, heading } = data!
  const groupRef = useRef<SVGGElement>(null)
  const bandRef = useRef<SVGPathElement>(null)
  const lane = useUi((ui) => ui.lane)
  const live = useCanvasLive()
  const faults = useEdgeFaults(id)
  const { detail, still } = use(DetailContext)
  const rated = selected === true || still || detail === 'near'
  useEffect(() => {
    const shown = { width: NaN, failing: '' }
    const write = () => {
      const [group, band] = [groupRef.current, bandRef.current]
      if (group === null || band === null) return
      const { perSecond, badShare } = live.flow(lane)?.of(link) ?? { perSecond: 0, badShare: 0 }
      const width = widthOf(perSecond)
      const failing = String(badShare > FAILING_SHARE)
      // Half a pixel is not seen, and every change has all edges painted again.
      if (!(Math.abs(width - shown.width) < 0.75))
        band.setAttribute('stroke-width', (shown.width = width).toFixed(1))
      if (failing !== shown.failing) group.dataset.failing = shown.failing = failing
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [live, lane, link])
  return (
    <>
      <g
        ref={groupRef}
        className={css.edge}
        data-selected={selected}
        data-faulty={faults.length > 0}
        data-testid={`edge-${id}`}
      >
        <path ref={bandRef} d={d} className={css.band} />
        <path d={d} className={css.line} />
        <path d={arrowHead(tip, heading)} className={css.tip} />
        <path d={d} className={`react-flow__edge-interaction ${css.hit}`} />
      </g>
      {(rated || faults.length > 0) && (
        <EdgeLabelRenderer>
          <span
            className={css.edgeLabel}
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            <FaultGlyphs faults={faults} />
            {rated && <EdgeRate lane={lane} link={link} />}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
})

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

/** How many messages pass, where there is room to say it. */
function EdgeRate({ lane, link }: { lane: number; link: number }) {
  const textRef = useRef<HTMLSpanElement>(null)
  const live = useCanvasLive()
  useEffect(() => {
    const write = () => {
      const text = `${formatCount(Math.round(live.flow(lane)?.of(link).perSecond ?? 0))}/s`
      if (textRef.current !== null && textRef.current.textContent !== text) textRef.current.textContent = text
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [live, lane, link])
  return <span ref={textRef} className={css.rate} />
}
