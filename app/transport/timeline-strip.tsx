import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react'
import type { LaneStatus } from '../../workers/api.ts'
import { resolvedColor } from '../ui/resolved-color.ts'
import { useRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { setCursor, uiStore, useUi } from '../state/ui-store.ts'
import { formatInstant } from '../ui/format.ts'
import { fitCanvas } from '../ui/fit-canvas.ts'
import { useDark } from '../ui/use-dark.ts'
import { drawTimeline, spanOf, type TimelineScene } from './draw-timeline.ts'
import { faultSpans } from './fault-spans.ts'
import { RunOverview } from './run-overview.ts'
import { timelineEvents, type TimelineEvent } from './timeline-events.ts'
import css from './transport.module.css'

const NO_EVENTS: readonly TimelineEvent[] = []
/** A mark this many pixels away is meant. */
const NEAR = 8

/** The whole run on one strip, with its marks; the cursor is the one of the charts. */
export function TimelineStrip() {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const [near, setNear] = useState<TimelineEvent | null>(null)
  const run = useRun(({ opened }) => opened?.run)
  const document = useRun(({ opened }) => opened?.document ?? null)
  const lane = useUi((ui) => ui.lane)
  const status = useRun((state) => state.status[lane] ?? null)
  const dark = useDark(useUi((ui) => ui.theme))
  const events = useEvents(status, document)
  const sceneRef = useRef({ events, status })
  useEffect(() => {
    sceneRef.current = { events, status }
  }, [events, status])
  useEffect(() => {
    const canvas = canvasRef.current
    const ctx = canvas?.getContext('2d')
    if (canvas === null || ctx === null || ctx === undefined || run === undefined) return
    const overview = new RunOverview()
    const colours = namedColours(dark)
    const draw = () => {
      const ring = session.ring(lane)
      if (ring !== null) overview.take(ring)
      const { nowNanos } = session.store.getState()
      const { cursorNanos } = uiStore.getState()
      const faults = faultSpans(sceneRef.current.status, nowNanos)
      drawTimeline(ctx, {
        overview,
        events: sceneRef.current.events,
        faults,
        nowNanos,
        cursorNanos,
        colours,
        ...fitCanvas(canvas),
      })
    }
    draw()
    const leave = [session.pulse.subscribe(draw), uiStore.subscribe(draw)]
    const observer = new ResizeObserver(draw)
    observer.observe(canvas)
    return () => {
      for (const each of leave) each()
      observer.disconnect()
    }
  }, [lane, run, dark])
  const point = (event: PointerEvent<HTMLCanvasElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const span = spanOf(session.store.getState().nowNanos)
    const at = ((event.clientX - left) / width) * span
    setCursor(at)
    setNear(nearest(events, at, (NEAR / width) * span))
  }
  const leave = () => {
    setCursor(null)
    setNear(null)
  }
  return (
    <div className={css.strip} data-testid="timeline">
      <canvas
        ref={canvasRef}
        role="img"
        aria-label={`Time line of the run with ${events.length} marks`}
        onPointerMove={point}
        onPointerLeave={leave}
      />
      {near !== null && (
        <span className={css.stripHint}>
          {formatInstant(near.atNanos)}: {near.text}
        </span>
      )}
    </div>
  )
}

function useEvents(
  status: LaneStatus | null,
  document: Parameters<typeof timelineEvents>[1] | null,
): readonly TimelineEvent[] {
  const { log, marks, checks } = status ?? {}
  // Checks change with every evaluation; only a first violation makes a new event.
  const violations = checks?.filter(({ firstViolation }) => firstViolation !== null).length ?? 0
  return useMemo(
    () => (status === null || document === null ? NO_EVENTS : timelineEvents(status, document)),
    // oxlint-disable-next-line react/exhaustive-deps
    [log, marks, violations, document],
  )
}

function nearest(events: readonly TimelineEvent[], at: number, within: number): TimelineEvent | null {
  let best: TimelineEvent | null = null
  for (const event of events) {
    const far = Math.abs(event.atNanos - at)
    if (far <= within && (best === null || far < Math.abs(best.atNanos - at))) best = event
  }
  return best
}

function namedColours(dark: boolean): TimelineScene['colours'] {
  return {
    ink: resolvedColor('--ink', dark),
    faint: resolvedColor('--ink-faint', dark),
    line: resolvedColor('--line-strong', dark),
    good: resolvedColor('--accepted', dark),
    failure: resolvedColor('--failure', dark),
    rejected: resolvedColor('--rejected', dark),
    accent: resolvedColor('--accent', dark),
  }
}
