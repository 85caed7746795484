import { memo, useEffect, useRef } from 'react'
import type { ActiveFault } from '../../engine/run/fault-board.ts'
import { session } from '../state/session.ts'
import { formatCount } from '../ui/format.ts'
import css from './canvas.module.css'
import { useCanvasLive } from './canvas-live.ts'
import { FaultGlyphs } from './fault-glyphs.tsx'
import type { FlowEdge } from './graph.ts'
import { useIsEdgeHeld } from './held-store.ts'

interface EdgeLabelProps {
  edge: FlowEdge
  lane: number
  faults: readonly ActiveFault[] | undefined
  /** Whether it says how many messages pass. */
  rated: boolean
}

/** What is said in the middle of an edge that stands: the faults on it, and its rate. */
export const EdgeLabel = memo(function EdgeLabel({ edge, lane, faults = [], rated }: EdgeLabelProps) {
  const { id, link, middle } = edge
  if (useIsEdgeHeld(id)) return null
  return (
    <span className={css.edgeLabel} style={{ left: middle.x, top: middle.y }}>
      <FaultGlyphs faults={faults} />
      {rated && <EdgeRate lane={lane} link={link} />}
    </span>
  )
})

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
