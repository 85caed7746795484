import { HALF_PI, HALF_PI_LOW, PI, PI_LOW } from './constants.ts'
import { productError, upperHalf } from './float-bits.ts'

/** atan(i / 8) for i = 0 … 8, as the nearest double and what that leaves. */
const ARCTANGENTS: readonly number[] = [
  0, 0, 0.12435499454676144, -3.1253241424539383e-18, 0.24497866312686414, 1.0698755618734451e-17,
  0.35877067027057225, -2.4623815582638635e-17, 0.4636476090008061, 2.2698777452961687e-17,
  0.5585993153435624, -5.4556305485916264e-18, 0.6435011087932844, 1.5834785051444286e-17, 0.7188299996216245,
  -2.1478388444456983e-17, 0.7853981633974483, 3.061616997868383e-17,
]
const HUGE = 1e290
const TINY = 1e-290
const TWO_100 = 1267650600228229401496703205376

/** The angle in (-π/2, π/2) whose tangent is x; error below 1 ulp. */
export function atan(x: number): number {
  if (Number.isNaN(x) || x === 0) return x
  const magnitude = Math.abs(x)
  const angle = magnitude > 1e17 ? HALF_PI : angleOf(magnitude, 0, 1, 0)
  return x < 0 ? -angle : angle
}

/** The angle in [-π, π] of the point (x, y), with the special cases of ECMAScript's Math.atan2; error below 1.5 ulp. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const below = y < 0 || Object.is(y, -0)
  const left = x < 0 || Object.is(x, -0)
  const angle = angleOfQuadrant(Math.abs(y), Math.abs(x), left)
  return below ? -angle : angle
}

function angleOfQuadrant(y: number, x: number, left: boolean): number {
  if (y === 0) return left ? PI : 0
  if (x === 0) return HALF_PI
  if (x === Infinity && y === Infinity) return left ? 2.356194490192345 : 0.7853981633974483
  if (x === Infinity) return left ? PI : 0
  if (y === Infinity) return HALF_PI
  let factor = 1 // keeps sums and products in range; a power of two, so exact
  if (x > HUGE || y > HUGE) factor = 1 / TWO_100
  else if (x < TINY && y < TINY) factor = TWO_100
  return angleOf(y * factor, 0, left ? -x * factor : x * factor, 0)
}

/** The angle in [-π/2, π/2] whose sine is x; NaN beyond [-1, 1]; error below 1.5 ulp. */
export function asin(x: number): number {
  const magnitude = Math.abs(x)
  if (!(magnitude <= 1)) return NaN
  if (magnitude < 1e-9) return x // -0 too
  complement(magnitude)
  const angle = angleOf(magnitude, 0, other[0], other[1])
  return x < 0 ? -angle : angle
}

/** The angle in [0, π] whose cosine is x; NaN beyond [-1, 1]; error below 1.5 ulp. */
export function acos(x: number): number {
  if (!(Math.abs(x) <= 1)) return NaN
  complement(x)
  return angleOf(other[0], other[1], x, 0)
}

const other = new Float64Array(2)

/** Writes √(1 - x²) in twice the precision to `other`. */
function complement(x: number): void {
  const square = x * x
  const difference = 1 - square
  const low = 1 - difference - square - productError(x, x, square)
  const root = Math.sqrt(difference)
  const rootSquare = root * root
  other[0] = root
  other[1] =
    root === 0 ? 0 : (difference - rootSquare - productError(root, root, rootSquare) + low) / (2 * root)
}

/**
 * The angle in [0, π] of the point (x + xLow, y + yLow), y not negative. With the smaller over the larger side near i / 8, the
 * angle is that of i / 8 plus the arctangent of t = (small - large i / 8) / (large + small i / 8), at most 1/9, by a
 * minimax polynomial (Remez, error 2^-61); then mirrored into its octant. Source: Muller (2016), chapter 6.
 */
function angleOf(y: number, yLow: number, x: number, xLow: number): number {
  const side = Math.abs(x)
  const sideLow = x < 0 ? -xLow : xLow
  const steep = y > side
  const small = steep ? side : y
  const large = steep ? y : side
  const ratio = small / large
  const i = ratio < 0.111 ? 0 : Math.floor(8 * ratio + 0.5) // near 1/16 the terms of i = 1 would cancel
  const near = i / 8
  const upper = upperHalf(large)
  const lows = steep ? sideLow - ratio * yLow : yLow - ratio * sideLow
  const t = (small - near * upper - near * (large - upper) + lows) / (large + near * small)
  const z = t * t
  const a =
    0.3333333333333313 +
    z * -0.19999999999685264 +
    z *
      z *
      (0.14285714122393747 +
        z * -0.1111107212154284 +
        z * z * (0.09086196291566233 + z * -0.07411012723715309))
  return inOctant(i, t, t * z * a, steep, x < 0)
}

/** The arctangent of i / 8 plus t - bend, mirrored. */
function inOctant(i: number, t: number, bend: number, steep: boolean, left: boolean): number {
  const base = ARCTANGENTS[2 * i]
  const low = ARCTANGENTS[2 * i + 1]
  if (!steep && !left) return base + (low - bend + t)
  if (!steep) return mirrored(PI, PI_LOW, base, low - bend, t)
  if (!left) return mirrored(HALF_PI, HALF_PI_LOW, base, low - bend, t)
  const sum = HALF_PI + base
  return sum + (HALF_PI - sum + base + (HALF_PI_LOW + low - bend) + t)
}

/** whole - base - low - t. */
function mirrored(whole: number, wholeLow: number, base: number, low: number, t: number): number {
  const difference = whole - base
  return difference + (whole - difference - base + (wholeLow - low) - t)
}
