import { detailAt } from './detail.ts'
import { drawHeldEdges, type HeldEdgeLook } from './draw-held-edges.ts'
import { FLIGHT_MS, type FlightField } from './flight-field.ts'
import type { Rect } from './geometry.ts'
import { LOST, OUTCOMES } from './flight-outcomes.ts'
import { SAMPLE_FIELDS, SAMPLES } from './rounded-path.ts'

export type Context2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export interface FlightScene {
  field: FlightField
  /** Samples of the path of each link, by its index; see RoundedPath. */
  paths: readonly (Float32Array | undefined)[]
  /** Where the cards stand: what passes behind one is not seen. */
  cards: readonly Rect[]
  /** Edges that are drawn here, below the dots, while cards are held. */
  heldEdges: readonly HeldEdgeLook[]
  /** Colour of each outcome, in the order of OUTCOMES. */
  colours: readonly string[]
  /** From graph to screen. */
  transform: readonly [x: number, y: number, zoom: number]
  width: number
  height: number
  pixelRatio: number
  nowMs: number
}

/** Requests keep to one side of their edge and answers to the other. */
const LANE_OFFSET = 3.2
/** A lost dot gets about so far. */
const LOST_AT = 0.55
/** A disc of a smaller radius, in pixels of the screen, looks like a square, which is drawn in a third of the time. */
const ROUND_FROM = 1.75
/** Half the side of the square that has the area of a disc of radius one. */
const SQUARE_OF_DISC = 0.886

/**
 * Draws all dots in the air. Takes any 2D context. Dots are drawn colour by colour, each
 * outcome with a shape of its own, so that colour is not needed to tell them apart. Each dot is painted by itself: one path of
 * 5,000 discs took 26 ms a frame to fill in software, 5,000 discs take 9 ms and as many rectangles 3.5 ms.
 */
export function drawFlights(ctx: Context2d, scene: FlightScene): void {
  const { field, transform, width, height, pixelRatio, nowMs } = scene
  const [x, y, zoom] = transform
  ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  ctx.clearRect(0, 0, width, height)
  ctx.setTransform(pixelRatio * zoom, 0, 0, pixelRatio * zoom, pixelRatio * x, pixelRatio * y)
  drawHeldEdges(ctx, scene.heldEdges, detailAt(zoom) !== 'map')
  // Dots shrink less than the graph, so that they stay visible from afar.
  const size = 2.5 / Math.sqrt(Math.max(0.2, Math.min(1.5, zoom)))
  for (let outcome = 0; outcome < OUTCOMES.length; outcome++) {
    ctx.fillStyle = scene.colours[outcome]
    const isDisc = SHAPES[outcome] === disc
    const shape = isDisc && size * zoom * pixelRatio < ROUND_FROM ? speck : SHAPES[outcome]
    for (let i = field.first; i < field.end; i++) {
      const slot = i % field.capacity
      if (field.outcome[slot] !== outcome) continue
      const age = (nowMs - field.startMs[slot]) / FLIGHT_MS
      if (age < 0 || age >= 1) continue
      const path = scene.paths[field.link[slot]]
      if (path !== undefined) drawDot(ctx, scene, path, slot, outcome, age, size, shape)
    }
  }
  for (const { x: left, y: top, width: w, height: h } of scene.cards) ctx.clearRect(left, top, w, h)
}

function drawDot(
  ctx: Context2d,
  { field }: FlightScene,
  path: Float32Array,
  slot: number,
  outcome: number,
  age: number,
  size: number,
  shape: Shape,
): void {
  const backward = field.backward[slot] === 1
  const lost = outcome === LOST
  const along = eased(age) * (lost ? LOST_AT : 1)
  const place = (backward ? 1 - along : along) * (SAMPLES - 1)
  const index = Math.min(SAMPLES - 2, Math.floor(place))
  const share = place - index
  const at = index * SAMPLE_FIELDS
  const offset = (backward ? -1 : 1) * (LANE_OFFSET + field.side[slot])
  const x = path[at] + (path[at + SAMPLE_FIELDS] - path[at]) * share - path[at + 3] * offset
  const y = path[at + 1] + (path[at + 1 + SAMPLE_FIELDS] - path[at + 1]) * share + path[at + 2] * offset
  // A lost dot dwindles where it was lost.
  shape(ctx, x, y, lost ? size * 1.5 * Math.min(1, (1 - age) * 2.2) : size)
}

const eased = (share: number): number => share * share * (3 - 2 * share)

type Shape = (ctx: Context2d, x: number, y: number, size: number) => void

const disc: Shape = (ctx, x, y, size) => {
  ctx.beginPath()
  ctx.arc(x, y, size, 0, 6.2832)
  ctx.fill()
}
const square: Shape = (ctx, x, y, size) => ctx.fillRect(x - size, y - size, 2 * size, 2 * size)
const speck: Shape = (ctx, x, y, size) => square(ctx, x, y, size * SQUARE_OF_DISC)
const diamond: Shape = (ctx, x, y, size) => {
  const reach = size * 1.5
  ctx.beginPath()
  ctx.moveTo(x, y - reach)
  ctx.lineTo(x + reach, y)
  ctx.lineTo(x, y + reach)
  ctx.lineTo(x - reach, y)
  ctx.fill()
}
const cross: Shape = (ctx, x, y, size) => {
  const [arm, thin] = [size * 1.6, size * 0.55]
  ctx.fillRect(x - arm, y - thin, 2 * arm, 2 * thin)
  ctx.fillRect(x - thin, y - arm, 2 * thin, 2 * arm)
}
const small: Shape = (ctx, x, y, size) => square(ctx, x, y, size * 0.7)
const large: Shape = (ctx, x, y, size) => square(ctx, x, y, size * 1.25)

/** In the order of OUTCOMES: request, answer, turned away, failed, lost, message. */
const SHAPES: readonly Shape[] = [disc, disc, diamond, large, cross, small]
