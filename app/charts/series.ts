/** One line of a chart. */
export interface Series {
  lane: number
  /** Column of the time line: `run.goodput`, `cache-1.hitRate`. */
  columnId: string
  label: string
  /** Name of a colour token. */
  color: string
  /** Drawn with gaps, to be told from the line of the other lane. */
  dashed: boolean
}

/** A chart: lines that share one unit. */
export interface ChartSpec {
  id: string
  title: string
  unit: string
  series: Series[]
  /** Levels that mean something: the limit of an objective. */
  limits?: { value: number; label: string }[]
  /** The top of the axis when it is known (a share ends at one). */
  top?: number
}

const COLORS = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6']

/** The colour of the i-th line. */
export const seriesColor = (i: number): string => COLORS[i % COLORS.length]
