import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FLIGHT_FIELDS, OUTCOMES } from './flight-outcomes.ts'
import { FLIGHT_MS } from './flight-field.ts'
import { FlightsPainter } from './flights-painter.ts'
import { roundedPath } from './rounded-path.ts'

const level = (y: number) =>
  roundedPath(
    [
      { x: 0, y },
      { x: 100, y },
    ],
    0,
  ).samples
const one = (link: number) => Float64Array.from([link, 0, 0, 0])

let due: ((nowMs: number) => void)[]
let told: number[]
let spots: { x: number; y: number }[]
let painter: FlightsPainter

/** A canvas that writes down where dots are drawn. */
function canvas(): OffscreenCanvas {
  const context = {
    canvas: { width: 0, height: 0 },
    setTransform() {},
    clearRect() {},
    beginPath() {},
    fill() {},
    setLineDash() {},
    stroke() {},
    arc: (x: number, y: number) => void spots.push({ x, y }),
    fillRect: (x: number, y: number) => void spots.push({ x, y }),
  }
  return { getContext: () => context } as unknown as OffscreenCanvas
}
/** The next picture; how many dots are on it. */
function picture(nowMs: number): number {
  spots = []
  for (const draw of due.splice(0)) draw(nowMs)
  return spots.length
}

beforeEach(() => {
  due = []
  told = []
  painter = new FlightsPainter(
    (draw) => due.push(draw),
    (dots) => told.push(dots),
  )
  painter.take(
    {
      canvas: canvas(),
      size: { width: 200, height: 100, pixelRatio: 1 },
      transform: [0, 0, 1],
      colours: OUTCOMES.map(() => '#000'),
      paths: new Map([
        [0, level(0)],
        [1, level(50)],
      ]),
    },
    0,
  )
})

describe('the painter of the dots', () => {
  it('draws while there are dots, and then rests', () => {
    expect(picture(0)).toBe(0)
    expect(due).toHaveLength(0)
    painter.take({ flights: one(0) }, 10)
    expect(picture(100)).toBe(1)
    expect(due).toHaveLength(1)
    expect(picture(100 + 2 * FLIGHT_MS)).toBe(0)
    expect(due).toHaveLength(0)
    expect(told).toEqual([0, 1, 0])
  })

  it('asks for one picture, whatever it is told in between', () => {
    picture(0)
    for (let i = 0; i < 5; i++) painter.take({ transform: [i, 0, 1] }, i)
    expect(due).toHaveLength(1)
  })

  it('has dots take the way of a held card, and its own again when it is let go', () => {
    const yAt = () => (picture(200), spots[0].y)
    painter.take({ flights: one(0) }, 0)
    const before = yAt()
    painter.take({ heldPaths: new Map([[0, level(80)]]) }, 0)
    expect(yAt() - before).toBeCloseTo(80)
    painter.take({ heldPaths: new Map() }, 0)
    expect(yAt()).toBeCloseTo(before)
  })

  it('draws held edges as soon as they run otherwise, and dots half as often while there are any', () => {
    vi.stubGlobal('Path2D', function Path2D() {})
    const edge = { line: '', head: '', colour: '', lineWidth: 1, bandWidth: 0, dashed: false }
    const pictures = (fromMs: number, count: number) =>
      Array.from({ length: count }, (_, i) => picture(fromMs + i * 16)).filter((dots) => dots > 0).length
    painter.take({ flights: one(0) }, 0)
    expect(pictures(10, 6)).toBe(6)
    painter.take({ heldEdges: [edge] }, 100)
    expect(pictures(110, 6)).toBe(3)
    painter.take({ heldEdges: [edge] }, 200)
    expect(pictures(206, 1)).toBe(1)
    painter.take({ heldEdges: [edge] }, 210)
    expect(pictures(222, 1)).toBe(1)
    painter.take({ heldEdges: [] }, 300)
    expect(pictures(310, 6)).toBe(6)
    vi.unstubAllGlobals()
  })

  it('spreads the dots of a frame over the time until the next one, as far apart as frames lately came', () => {
    const many = Float64Array.from({ length: 100 * FLIGHT_FIELDS }, () => 0)
    for (let at = 0; at < 3_000; at += 100) painter.take({ flights: one(0) }, at)
    painter.take({ flights: many }, 3_000)
    expect(picture(3_050) - picture(3_000)).toBeCloseTo(50, -1)
  })

  it('draws nothing on a new canvas of what was on the one before', () => {
    painter.take({ flights: one(0) }, 0)
    painter.take({ canvas: canvas() }, 0)
    expect(picture(100)).toBe(0)
  })
})
