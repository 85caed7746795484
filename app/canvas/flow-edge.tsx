import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { session } from '../state/session.ts'
import { useUi } from '../state/ui-store.ts'
import { formatCount } from '../ui/format.ts'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
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
  const rateRef = useRef<HTMLSpanElement>(null)
  const lane = useUi((ui) => ui.lane)
  const live = useCanvasLive()
  const faults = useEdgeFaults(id)
  useEffect(() => {
    let beat = 0
    const write = () => {
      if (beat++ % 2 === 1) return
      const { perSecond, badShare } = live.flow(lane)?.of(link) ?? { perSecond: 0, badShare: 0 }
      bandRef.current?.setAttribute('stroke-width', widthOf(perSecond).toFixed(1))
      if (groupRef.current !== null) groupRef.current.dataset.failing = String(badShare > FAILING_SHARE)
      if (rateRef.current !== null) rateRef.current.textContent = `${formatCount(Math.round(perSecond))}/s`
    }
    write()
    return session.pulse.subscribe(write)
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
        <path
          d="M-7 -3.5L0 0L-7 3.5"
          className={css.tip}
          transform={`translate(${tip.x} ${tip.y}) rotate(${heading})`}
        />
        <path d={d} className={`react-flow__edge-interaction ${css.hit}`} />
      </g>
      <EdgeLabelRenderer>
        <span
          className={css.edgeLabel}
          style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
        >
          <FaultGlyphs faults={faults} />
          <span ref={rateRef} className={css.rate} data-selected={selected} />
        </span>
      </EdgeLabelRenderer>
    </>
  )
})
