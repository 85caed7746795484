import { scaleLinear, scaleLog, type ScaleContinuousNumeric } from 'd3-scale'

/** A line ready to be drawn: readings with their instants, colours resolved. */
export interface DrawnSeries {
  times: ArrayLike<number>
  values: ArrayLike<number>
  color: string
  dashed: boolean
}

export interface ChartFrame {
  width: number
  height: number
  fromNanos: number
  toNanos: number
  unit: string
  series: readonly DrawnSeries[]
  limits: readonly { value: number; label: string }[]
  top?: number
  cursorNanos: number | null
  /** Instants of commands and faults. */
  marks: readonly { atNanos: number; color: string }[]
  colors: { ink: string; line: string; grid: string; limit: string; ground: string }
  font: string
  formatValue: (value: number) => string
  formatTime: (nanos: number) => string
}

export const MARGIN = { top: 6, right: 8, bottom: 18, left: 58 }
const TICKS = 3
/** Room that a line of text takes, in pixels. */
const LABEL_HEIGHT = 13
/** How wide a text is rimmed, in pixels. */
const LABEL_RIM = 5

type Context = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fillText'
  | 'strokeText'
  | 'clearRect'
  | 'setLineDash'
  | 'save'
  | 'restore'
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'lineJoin'
  | 'rect'
  | 'clip'
>

/** Draws a chart whole. Takes any 2D context, so that it can be tested and moved to a worker. */
export function drawChart(ctx: Context, frame: ChartFrame): void {
  const { width, height } = frame
  ctx.clearRect(0, 0, width, height)
  const x = scaleLinear([frame.fromNanos, frame.toNanos], [MARGIN.left, width - MARGIN.right])
  const y = valueScale(frame)
  drawAxes(ctx, frame, x, y)
  ctx.save()
  ctx.beginPath()
  ctx.rect(MARGIN.left, 0, width - MARGIN.left - MARGIN.right, height - MARGIN.bottom + 1)
  ctx.clip()
  for (const mark of frame.marks) verticalLine(ctx, frame, x(mark.atNanos), mark.color, [2, 3])
  for (const limit of frame.limits) drawLimit(ctx, frame, y(limit.value))
  for (const series of frame.series) drawSeries(ctx, series, x, y)
  for (const limit of frame.limits) nameLimit(ctx, frame, y(limit.value), limit.label)
  if (frame.cursorNanos !== null) verticalLine(ctx, frame, x(frame.cursorNanos), frame.colors.ink, [])
  ctx.restore()
}

/** From zero to a little above the highest reading; by logarithm for durations, whose humps lie decades apart. */
export function valueScale(frame: ChartFrame): ScaleContinuousNumeric<number, number> {
  const range = [frame.height - MARGIN.bottom, MARGIN.top]
  const { low, high } = extent(frame)
  if (frame.unit === 'ns' && low > 0 && high / low > 20) return scaleLog([low * 0.8, high * 1.2], range)
  return scaleLinear([0, frame.top ?? (high > 0 ? high * 1.08 : 1)], range)
}

function extent({ series, limits, top }: ChartFrame): { low: number; high: number } {
  let low = Infinity
  let high = -Infinity
  for (const { values } of series) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (Number.isNaN(value)) continue
      if (value > high) high = value
      if (value < low && value > 0) low = value
    }
  }
  for (const { value } of limits) if (top === undefined && value < high * 3 && value > high) high = value
  return { low, high }
}

function drawAxes(
  ctx: Context,
  frame: ChartFrame,
  x: ScaleContinuousNumeric<number, number>,
  y: ScaleContinuousNumeric<number, number>,
): void {
  const { width, height, colors } = frame
  ctx.font = frame.font
  ctx.lineWidth = 1
  ctx.setLineDash([])
  ctx.textAlign = 'right'
  ctx.textBaseline = 'middle'
  for (const value of hasReadings(frame) ? valueTicks(y) : []) {
    const at = Math.round(y(value)) + 0.5
    stroke(ctx, colors.grid, MARGIN.left, at, width - MARGIN.right, at)
    ctx.fillStyle = colors.ink
    ctx.fillText(frame.formatValue(value), MARGIN.left - 6, at)
  }
  ctx.textAlign = 'center'
  ctx.textBaseline = 'top'
  for (const time of x.ticks(Math.max(2, Math.floor(width / 110)))) {
    if (time < 0) continue
    const at = x(time)
    if (at < MARGIN.left + 12 || at > width - MARGIN.right - 12) continue
    ctx.fillStyle = colors.ink
    ctx.fillText(frame.formatTime(time), at, height - MARGIN.bottom + 5)
  }
  const floor = height - MARGIN.bottom + 0.5
  stroke(ctx, colors.line, MARGIN.left, floor, width - MARGIN.right, floor)
}

/** Before anything was read there are no values that an axis could tell. */
const hasReadings = ({ series }: ChartFrame): boolean =>
  series.some(({ values }) => Array.prototype.some.call(values, (value: number) => !Number.isNaN(value)))

/** A few round values; on a logarithmic scale the powers of ten. */
function valueTicks(y: ScaleContinuousNumeric<number, number>): number[] {
  const ticks = y.ticks(TICKS)
  if (ticks.length <= TICKS + 2) return ticks
  const decades = ticks.filter((value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9)
  const enough = decades.length >= 2 ? decades : ticks
  const step = Math.ceil(enough.length / (TICKS + 1))
  return enough.filter((_, i) => i % step === 0)
}

function drawSeries(
  ctx: Context,
  { times, values, color, dashed }: DrawnSeries,
  x: ScaleContinuousNumeric<number, number>,
  y: ScaleContinuousNumeric<number, number>,
): void {
  ctx.strokeStyle = color
  ctx.lineWidth = 1.5
  ctx.lineJoin = 'round'
  ctx.setLineDash(dashed ? [5, 3] : [])
  ctx.beginPath()
  const [bottom] = y.domain()
  let drawing = false // a gap where there was no reading
  for (let i = 0; i < times.length; i++) {
    const isRead = !Number.isNaN(values[i])
    if (isRead && drawing) ctx.lineTo(x(times[i]), y(Math.max(values[i], bottom)))
    else if (isRead) ctx.moveTo(x(times[i]), y(Math.max(values[i], bottom)))
    drawing = isRead
  }
  ctx.stroke()
}

function drawLimit(ctx: Context, frame: ChartFrame, at: number): void {
  const y = Math.round(at) + 0.5
  ctx.setLineDash([4, 4])
  stroke(ctx, frame.colors.limit, MARGIN.left, y, frame.width - MARGIN.right, y)
  ctx.setLineDash([])
}

/** Above its line, unless that is above the chart; with a rim of the ground, so that it is legible before curves. */
function nameLimit(ctx: Context, frame: ChartFrame, at: number, label: string): void {
  const y = Math.round(at) + 0.5
  const above = y > MARGIN.top + LABEL_HEIGHT
  const place = [frame.width - MARGIN.right - 4, above ? y - 2 : y + 3] as const
  ctx.textAlign = 'right'
  ctx.textBaseline = above ? 'bottom' : 'top'
  ctx.lineWidth = LABEL_RIM
  ctx.lineJoin = 'round'
  ctx.strokeStyle = frame.colors.ground
  ctx.strokeText(label, ...place)
  ctx.fillStyle = frame.colors.limit
  ctx.fillText(label, ...place)
}

function verticalLine(ctx: Context, { height }: ChartFrame, at: number, color: string, dash: number[]): void {
  ctx.setLineDash(dash)
  ctx.lineWidth = 1
  stroke(ctx, color, Math.round(at) + 0.5, MARGIN.top, Math.round(at) + 0.5, height - MARGIN.bottom)
  ctx.setLineDash([])
}

function stroke(ctx: Context, color: string, x1: number, y1: number, x2: number, y2: number): void {
  ctx.strokeStyle = color
  ctx.beginPath()
  ctx.moveTo(x1, y1)
  ctx.lineTo(x2, y2)
  ctx.stroke()
}
