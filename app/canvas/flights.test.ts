import { describe, expect, it } from 'vitest'
import { FLIGHT_FIELDS as ENGINE_FIELDS, FLIGHT_OUTCOMES } from '../../engine/run/flight-sampler.ts'
import { drawFlights, type FlightScene } from './draw-flights.ts'
import { FLIGHT_MS, FlightField } from './flight-field.ts'
import type { Rect } from './geometry.ts'
import { FLIGHT_FIELDS, LOST, OUTCOMES } from './flight-outcomes.ts'
import { roundedPath } from './rounded-path.ts'

/** A context that writes down where shapes are drawn. */
function pen() {
  const spots: { shape: string; x: number; y: number; colour: string }[] = []
  const cleared: Rect[] = []
  let colour = ''
  const note = (shape: string) => (x: number, y: number) => spots.push({ shape, x, y, colour })
  const context = {
    set fillStyle(value: string) {
      colour = value
    },
    setTransform() {},
    clearRect: (x: number, y: number, width: number, height: number) =>
      void cleared.push({ x, y, width, height }),
    beginPath() {},
    fill() {},
    moveTo() {},
    lineTo() {},
    arc: note('arc'),
    fillRect: note('rect'),
  }
  return { spots, cleared, context: context as unknown as CanvasRenderingContext2D }
}

const level = roundedPath(
  [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ],
  0,
).samples
const flight = (link: number, direction: number, outcome: number) => [link, direction, outcome, 1_000_000]

function scene(flights: number[][], ageMs: number, cards: Rect[] = [], zoom = 1) {
  const field = new FlightField()
  field.add(Float64Array.from(flights.flat()), 1000, 0)
  const { context, ...result } = pen()
  const told: FlightScene = {
    field,
    paths: [level],
    cards,
    heldEdges: [],
    colours: OUTCOMES.map((name) => name),
    transform: [0, 0, zoom],
    width: 200,
    height: 100,
    pixelRatio: 1,
    nowMs: 1000 + ageMs,
  }
  drawFlights(context, told)
  return result
}
const drawn = (flights: number[][], ageMs: number) => scene(flights, ageMs).spots

describe('dots', () => {
  it('speak the engine’s codes', () => {
    expect(OUTCOMES).toEqual(FLIGHT_OUTCOMES)
    expect(FLIGHT_FIELDS).toBe(ENGINE_FIELDS)
  })

  it('pass behind cards', () => {
    const card = { x: 40, y: -10, width: 20, height: 20 }
    expect(scene([flight(0, 0, 0)], FLIGHT_MS / 2, [card]).cleared.at(-1)).toEqual(card)
  })

  it('travel from one end to the other, and back on the other side', () => {
    const [asked] = drawn([flight(0, 0, 0)], 70)
    const [answered] = drawn([flight(0, 1, 1)], 70)
    expect(asked.x).toBeLessThan(10)
    expect(answered.x).toBeGreaterThan(90)
    expect(Math.sign(asked.y)).toBe(-Math.sign(answered.y))
    expect(drawn([flight(0, 0, 0)], FLIGHT_MS / 2)[0].x).toBeCloseTo(50, 0)
  })

  it('are coloured by outcome', () => {
    expect(drawn([flight(0, 1, 3), flight(0, 0, 0)], 300).map(({ colour }) => colour)).toEqual([
      'asking',
      'failed',
    ])
  })

  it('are discs from near and squares of the same area from afar, where nobody sees the difference', () => {
    const shapeAt = (zoom: number) => scene([flight(0, 0, 0)], 300, [], zoom).spots[0].shape
    expect([shapeAt(1), shapeAt(0.15)]).toEqual(['arc', 'rect'])
  })

  it('do not arrive when they are lost', () => {
    const [spot] = drawn([flight(0, 0, LOST)], FLIGHT_MS - 1)
    expect(spot.x).toBeLessThan(60)
  })

  it('are gone when they have arrived, and unknown edges have none', () => {
    expect(drawn([flight(0, 0, 0)], FLIGHT_MS + 1)).toEqual([])
    expect(drawn([flight(5, 0, 0)], 100)).toEqual([])
  })

  it('let go of the oldest when there are too many', () => {
    const field = new FlightField()
    const many = Float64Array.from(Array.from({ length: 6000 }, () => flight(0, 0, 0)).flat())
    field.add(many, 0, 10)
    field.add(many, 10, 10)
    expect(field.end - field.first).toBe(field.capacity)
    expect(field.expire(5 + FLIGHT_MS)).toBe(true)
    expect(field.expire(30 + FLIGHT_MS)).toBe(false)
  })
})
