import { useCallback, useEffect, useRef, type PointerEvent } from 'react'
import { formatInstant, formatReadingText } from '../ui/format.ts'
import { fitCanvas } from '../ui/fit-canvas.ts'
import { resolvedColor } from '../ui/resolved-color.ts'
import { useDark } from '../ui/use-dark.ts'
import { session } from '../state/session.ts'
import { runStore } from '../state/run-store.ts'
import { setCursor, uiStore, useUi } from '../state/ui-store.ts'
import { ChartLegend } from './chart-legend.tsx'
import { drawChart, MARGIN } from './draw-chart.ts'
import type { ChartSpec } from './series.ts'
import { shownWindow } from './time-window.ts'
import css from './time-chart.module.css'

const FONT = '11px "IBM Plex Sans Variable", system-ui, sans-serif'

/** Lines over simulated time. It draws itself on every beat of the frames and never renders again for a new reading. */
export function TimeChart({ spec }: { spec: ChartSpec }) {
  const canvasRef = useRef<HTMLCanvasElement>(null)
  const windowSeconds = useUi((ui) => ui.windowSeconds)
  const dark = useDark(useUi((ui) => ui.theme))
  const visible = useRef(true)
  const draw = useCallback(() => {
    if (visible.current) drawOnto(canvasRef.current, spec, windowSeconds, dark)
  }, [spec, windowSeconds, dark])
  useEffect(() => {
    draw()
    const canvas = canvasRef.current!
    const resized = new ResizeObserver(draw)
    resized.observe(canvas)
    const seen = new IntersectionObserver(([entry]) => {
      visible.current = entry.isIntersecting
      draw()
    })
    seen.observe(canvas)
    const leavePulse = session.pulse.subscribe(draw)
    const leaveCursor = uiStore.subscribe((now, before) => now.cursorNanos !== before.cursorNanos && draw())
    return () => {
      resized.disconnect()
      seen.disconnect()
      leavePulse()
      leaveCursor()
    }
  }, [draw])
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left - MARGIN.left) / (box.width - MARGIN.left - MARGIN.right)
    const { fromNanos, toNanos } = shownWindow(windowSeconds)
    setCursor(share < 0 || share > 1 ? null : fromNanos + share * (toNanos - fromNanos))
  }
  return (
    <figure className={css.chart} data-testid={`chart-${spec.id}`}>
      <figcaption className={css.title}>
        {spec.title}
        <span className={css.unit}>{unitInWords(spec.unit)}</span>
      </figcaption>
      <canvas
        ref={canvasRef}
        className={css.canvas}
        role="img"
        aria-label={`${spec.title} over simulated time; the legend gives the present values`}
        onPointerMove={move}
        onPointerLeave={() => setCursor(null)}
      />
      <ChartLegend spec={spec} visible={visible} />
    </figure>
  )
}

const unitInWords = (unit: string): string => (unit === 'ns' ? 'time' : unit === '%' ? 'share' : unit)

function drawOnto(
  canvas: HTMLCanvasElement | null,
  spec: ChartSpec,
  windowSeconds: number,
  dark: boolean,
): void {
  const ctx = canvas?.getContext('2d')
  if (canvas === null || ctx === null || ctx === undefined) return
  const { width, height, pixelRatio } = fitCanvas(canvas)
  if (width === 0) return
  ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  const window = shownWindow(windowSeconds)
  const log = runStore.getState().status[0]?.log ?? []
  drawChart(ctx, {
    width,
    height,
    ...window,
    unit: spec.unit,
    series: spec.series.map(({ lane, columnId, color, dashed }) => ({
      ...(session.ring(lane)?.window(columnId, window.fromNanos, window.toNanos) ?? {
        times: [],
        values: [],
      }),
      color: resolvedColor(`--${color}`, dark),
      dashed,
    })),
    limits: spec.limits ?? [],
    top: spec.top,
    cursorNanos: uiStore.getState().cursorNanos,
    marks: log
      .filter(({ atNanos }) => atNanos >= window.fromNanos && atNanos > 0)
      .map(({ atNanos, action }) => ({
        atNanos,
        color: resolvedColor(action.do === 'inject' ? '--failure' : '--line-strong', dark),
      })),
    colors: {
      ink: resolvedColor('--ink-faint', dark),
      line: resolvedColor('--line-strong', dark),
      grid: resolvedColor('--grid', dark),
      limit: resolvedColor('--ink-soft', dark),
      ground: resolvedColor('--sheet', dark),
    },
    font: FONT,
    formatValue: (value) => formatReadingText(value, shortAxisUnit(spec.unit)),
    formatTime: formatInstant,
  })
}

/** On the axis a plain unit stands in the title; times, shares and bytes carry theirs with each value. */
const shortAxisUnit = (unit: string): string => (['ns', '%', 'bytes', 'bytes/s'].includes(unit) ? unit : '')
