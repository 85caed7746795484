import { formatInstant } from '../ui/format.ts'
import type { RunOverview } from './run-overview.ts'
import type { TimelineEvent } from './timeline-events.ts'

export interface TimelineScene {
  overview: RunOverview
  events: readonly TimelineEvent[]
  /** Spans during which faults were in force. */
  faults: readonly { fromNanos: number; toNanos: number }[]
  nowNanos: number
  cursorNanos: number | null
  width: number
  height: number
  pixelRatio: number
  colours: Record<'ink' | 'faint' | 'line' | 'good' | 'failure' | 'rejected' | 'accent', string>
}

const AXIS = 14
const MARKS = 12
/** Instants that read well as the length of the axis, in seconds. */
const NICE = [5, 10, 20, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600]
const SECOND = 1_000_000_000
const OFFERED = 0
const GOODPUT = 1
const REJECTED = 2
const FAILED = 3

/** How much time the strip shows: the whole run, up to the next length that reads well. */
export function spanOf(nowNanos: number): number {
  const seconds = nowNanos / SECOND
  const nice = NICE.find((length) => length * 0.97 >= seconds)
  return (nice ?? Math.ceil(seconds / 3600 / 0.97) * 3600) * SECOND
}

/** The whole run on one strip: goodput, what was turned away and what failed, with marks where something was done. */
export function drawTimeline(ctx: CanvasRenderingContext2D, scene: TimelineScene): void {
  const { width, height, pixelRatio, colours, nowNanos } = scene
  const span = spanOf(nowNanos)
  const x = (nanos: number) => (nanos / span) * width
  ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  ctx.clearRect(0, 0, width, height)
  drawAxis(ctx, scene, span)
  drawFaults(ctx, scene, x)
  drawLoad(ctx, scene, x)
  drawEvents(ctx, scene, x)
  ctx.fillStyle = colours.ink
  ctx.fillRect(x(nowNanos) - 0.5, MARKS - 4, 1, height - AXIS - MARKS + 4)
  if (scene.cursorNanos !== null && scene.cursorNanos <= span) {
    ctx.fillStyle = colours.accent
    ctx.fillRect(x(scene.cursorNanos) - 0.5, 0, 1, height - AXIS)
  }
}

function drawAxis(
  ctx: CanvasRenderingContext2D,
  { width, height, colours }: TimelineScene,
  span: number,
): void {
  const parts = width < 500 ? 4 : 10
  ctx.font = '10px "IBM Plex Sans Variable", sans-serif'
  ctx.textBaseline = 'bottom'
  for (let i = 0; i <= parts; i++) {
    const at = (width * i) / parts
    ctx.fillStyle = colours.line
    ctx.fillRect(Math.min(width - 1, Math.round(at)), height - AXIS, 1, 4)
    ctx.fillStyle = colours.faint
    ctx.textAlign = i === 0 ? 'left' : i === parts ? 'right' : 'center'
    ctx.fillText(formatInstant((span * i) / parts), i === 0 ? 4 : i === parts ? width - 4 : at, height - 1)
  }
  ctx.fillStyle = colours.line
  ctx.fillRect(0, height - AXIS, width, 1)
}

function drawFaults(
  ctx: CanvasRenderingContext2D,
  { faults, height, colours }: TimelineScene,
  x: (nanos: number) => number,
): void {
  ctx.fillStyle = colours.failure
  for (const { fromNanos, toNanos } of faults) {
    const [left, right] = [x(fromNanos), x(toNanos)]
    ctx.globalAlpha = 0.1
    ctx.fillRect(left, 0, right - left, height - AXIS)
    ctx.globalAlpha = 1
    ctx.fillRect(left, 0, Math.max(1, right - left), 2)
  }
}

/** One column a bucket: goodput from the bottom, then what was turned away, then what failed, all against the most ever offered. */
function drawLoad(ctx: CanvasRenderingContext2D, scene: TimelineScene, x: (nanos: number) => number): void {
  const { overview, height, colours } = scene
  const room = height - AXIS - MARKS
  let most = 1e-9
  for (let i = 0; i < overview.length; i++) {
    const ended = overview.mean(GOODPUT, i) + overview.mean(REJECTED, i) + overview.mean(FAILED, i)
    most = Math.max(most, overview.mean(OFFERED, i), ended)
  }
  const stack = [
    { which: GOODPUT, colour: colours.good },
    { which: REJECTED, colour: colours.rejected },
    { which: FAILED, colour: colours.failure },
  ]
  for (let i = 0; i < overview.length; i++) {
    const left = x(i * overview.bucketNanos)
    const right = x((i + 1) * overview.bucketNanos)
    let base = height - AXIS
    for (const { which, colour } of stack) {
      const tall = (overview.mean(which, i) / most) * room
      if (tall < 0.05) continue
      ctx.fillStyle = colour
      // A failure is shown however rare: at least a pixel of it.
      const shown = which === FAILED ? Math.max(1.5, tall) : tall
      ctx.fillRect(left, base - shown, Math.max(0.75, right - left - 0.2), shown)
      base -= shown
    }
  }
}

function drawEvents(
  ctx: CanvasRenderingContext2D,
  { events, colours }: TimelineScene,
  x: (nanos: number) => number,
): void {
  let lastMark = -10
  for (const { atNanos, kind } of events) {
    const at = x(atNanos)
    if (kind === 'mark') {
      if (at - lastMark < 2) continue
      lastMark = at
      ctx.fillStyle = colours.faint
      ctx.fillRect(at - 0.5, 4, 1, 5)
      continue
    }
    ctx.fillStyle = kind === 'command' || kind === 'lift' ? colours.accent : colours.failure
    ctx.beginPath()
    if (kind === 'violation') {
      ctx.rect(at - 3, 3, 6, 6)
    } else {
      ctx.moveTo(at - 3.5, 3)
      ctx.lineTo(at + 3.5, 3)
      ctx.lineTo(at, 9)
    }
    ctx.fill()
  }
}
