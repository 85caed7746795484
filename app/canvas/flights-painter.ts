import { sizeBitmap } from '../ui/size-bitmap.ts'
import { drawFlights, type FlightScene } from './draw-flights.ts'
import { FlightField } from './flight-field.ts'
import type { Rect } from './geometry.ts'

/** What the page tells of dots and held edges: what it leaves out stays as it was told before. */
export interface FlightsNews {
  /** Where they are drawn from now on. */
  canvas?: OffscreenCanvas
  size?: Pick<FlightScene, 'width' | 'height' | 'pixelRatio'>
  transform?: FlightScene['transform']
  colours?: FlightScene['colours']
  /** Ways of links that are new or run otherwise than before, by link. */
  paths?: ReadonlyMap<number, Float32Array | undefined>
  /** Ways of links that run otherwise while cards are held, by link. */
  heldPaths?: ReadonlyMap<number, Float32Array>
  heldEdges?: FlightScene['heldEdges']
  cards?: readonly Rect[]
  /** Flights of a frame; see FlightField. */
  flights?: Float64Array
}

/** Frames come about so far apart, in milliseconds, until it is known better. */
const SPACING = 66
/** Gaps outside of these are pauses, or frames that come at once. */
const [SHORTEST, LONGEST] = [20, 200]
/** How fast what is known of the spacing follows what is seen. */
const FOLLOWS = 0.2

/**
 * So long after a picture the next one comes at the soonest while cards are held, in milliseconds: the browser puts a screen together
 * anew for each picture of the dots, and what a person has hold of needs that time. Held edges are drawn at once.
 */
const CALM_MS = 30

/** Draws dots and held edges, and only while any dot moves or something is new. It knows the page by what it is told: it works in a worker. */
export class FlightsPainter {
  readonly #field = new FlightField()
  readonly #inNextFrame: (draw: (nowMs: number) => void) => void
  readonly #tell: (dots: number) => void
  #context: OffscreenCanvasRenderingContext2D | null = null
  #news: Omit<FlightsNews, 'paths'> = {}
  /** Where links run when nothing is held. */
  readonly #standing: (Float32Array | undefined)[] = []
  #paths: FlightScene['paths'] = []
  #frameAt = 0
  #spacing = SPACING
  #drawnAt = -Infinity
  /** Whether held edges have not been drawn as they run now. */
  #edgesMoved = false
  #waits = false

  /** `inNextFrame` calls what it is given when the next picture is due; `tell` hears how many dots are in the air. */
  constructor(inNextFrame: (draw: (nowMs: number) => void) => void, tell: (dots: number) => void) {
    this.#inNextFrame = inNextFrame
    this.#tell = tell
  }

  take({ canvas, flights, paths, ...news }: FlightsNews, nowMs: number): void {
    if (canvas !== undefined) {
      this.#context = canvas.getContext('2d')
      this.#field.clear()
    }
    this.#news = { ...this.#news, ...news }
    for (const [link, path] of paths ?? []) this.#standing[link] = path
    if (paths !== undefined || news.heldPaths !== undefined) this.#layPaths()
    if (news.heldEdges !== undefined) this.#edgesMoved = true
    if (flights !== undefined) this.#add(flights, nowMs)
    this.#wake()
  }

  #layPaths(): void {
    const { heldPaths } = this.#news
    this.#paths = Array.from(this.#standing, (path, link) => heldPaths?.get(link) ?? path)
  }

  #add(flights: Float64Array, nowMs: number): void {
    const gap = nowMs - this.#frameAt
    if (gap > SHORTEST && gap < LONGEST) this.#spacing += (gap - this.#spacing) * FOLLOWS
    this.#frameAt = nowMs
    this.#field.add(flights, nowMs, this.#spacing)
  }

  #wake(): void {
    if (this.#waits) return
    this.#waits = true
    this.#inNextFrame((nowMs) => {
      this.#waits = false
      this.#draw(nowMs)
    })
  }

  #draw(nowMs: number): void {
    const { size, transform, colours, cards = [], heldEdges = [] } = this.#news
    if (this.#context === null || size === undefined || transform === undefined || colours === undefined)
      return
    if (heldEdges.length > 0 && !this.#edgesMoved && nowMs - this.#drawnAt < CALM_MS) {
      this.#wake()
      return
    }
    this.#edgesMoved = false
    this.#drawnAt = nowMs
    const any = this.#field.expire(nowMs)
    sizeBitmap(this.#context.canvas, size)
    const [field, paths] = [this.#field, this.#paths]
    drawFlights(this.#context, { ...size, field, paths, heldEdges, cards, colours, transform, nowMs })
    this.#tell(field.end - field.first)
    if (any) this.#wake()
  }
}
