import type { FrameRing } from '../session/frame-ring.ts'
import type { ChartSpec } from './series.ts'

const SHOWN = 6

/**
 * Leaves out lines that have nothing to say: those without a reading above zero yet, and all but the six largest of the rest, so
 * that a chart of forty nodes stays legible.
 */
export function worthShowing(spec: ChartSpec, rings: readonly FrameRing[], isFixed: boolean): ChartSpec {
  if (isFixed) return spec
  const heights = spec.series.map((series) => ({
    series,
    height: heightOf(rings[series.lane], series.columnId),
  }))
  const alive = heights.filter(({ height }) => height > 0)
  const kept = new Set(
    alive
      .toSorted((a, b) => b.height - a.height)
      .slice(0, SHOWN)
      .map(({ series }) => series),
  )
  return { ...spec, series: spec.series.filter((series) => kept.has(series)) }
}

function heightOf(ring: FrameRing | undefined, columnId: string): number {
  let highest = 0
  for (const value of ring?.tail(columnId, 600).values ?? []) if (value > highest) highest = value
  return highest
}
