import type { Point } from './geometry.ts'

/** Points along a path at which dots are placed: x, y and the direction there as a unit vector, four numbers each. */
export const SAMPLE_FIELDS = 4
export const SAMPLES = 48

export interface RoundedPath {
  /** What was rounded. */
  corners: readonly Point[]
  /** For an SVG path. */
  d: string
  /** SAMPLES times SAMPLE_FIELDS numbers, evenly spaced along the path. */
  samples: Float32Array
  length: number
  /** Half way along. */
  middle: Point
}

const ARC_STEPS = 5

/** Rounds the corners of a line of upright and level segments, and samples it. */
export function roundedPath(corners: readonly Point[], radius: number): RoundedPath {
  const points: Point[] = [corners[0]]
  let d = `M${text(corners[0])}`
  for (let i = 1; i < corners.length - 1; i++) {
    const [before, corner, after] = [corners[i - 1], corners[i], corners[i + 1]]
    const cut = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
    const from = toward(corner, before, cut)
    const to = toward(corner, after, cut)
    d += `L${text(from)}Q${text(corner)} ${text(to)}`
    for (let step = 0; step <= ARC_STEPS; step++) points.push(bend(from, corner, to, step / ARC_STEPS))
  }
  const last = corners[corners.length - 1]
  points.push(last)
  const length = points.reduce((sum, point, i) => sum + (i === 0 ? 0 : distance(points[i - 1], point)), 0)
  const samples = sampled(points, length)
  const half = (SAMPLES >> 1) * SAMPLE_FIELDS
  const middle = { x: samples[half], y: samples[half + 1] }
  return { corners, d: `${d}L${text(last)}`, samples, length, middle }
}

export const sameCorners = (a: readonly Point[], b: readonly Point[]): boolean =>
  a.length === b.length && a.every(({ x, y }, i) => x === b[i].x && y === b[i].y)

function sampled(points: readonly Point[], length: number): Float32Array {
  const samples = new Float32Array(SAMPLES * SAMPLE_FIELDS)
  let segment = 1
  let passed = 0
  for (let i = 0; i < SAMPLES; i++) {
    const at = (length * i) / (SAMPLES - 1)
    let span = distance(points[segment - 1], points[segment])
    while (segment < points.length - 1 && passed + span < at) {
      passed += span
      segment++
      span = distance(points[segment - 1], points[segment])
    }
    const [a, b] = [points[segment - 1], points[segment]]
    const share = span === 0 ? 0 : Math.min(1, (at - passed) / span)
    const along = span === 0 ? { x: 1, y: 0 } : { x: (b.x - a.x) / span, y: (b.y - a.y) / span }
    samples.set([a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, along.x, along.y], i * SAMPLE_FIELDS)
  }
  return samples
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y)

function toward(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to)
  const share = whole === 0 ? 0 : by / whole
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

/** A point on the quadratic curve that rounds a corner. */
function bend(from: Point, corner: Point, to: Point, share: number): Point {
  const rest = 1 - share
  const mix = (a: number, b: number, c: number) => rest * rest * a + 2 * rest * share * b + share * share * c
  return { x: mix(from.x, corner.x, to.x), y: mix(from.y, corner.y, to.y) }
}

const text = ({ x, y }: Point): string => `${round(x)} ${round(y)}`
const round = (value: number): number => Math.round(value * 10) / 10
