import { LN2_LOWER, LN2_UPPER } from './constants.ts'
import { nearestExponent, powerOfTwo, productError, upperHalf } from './float-bits.ts'

const SMALLEST_NORMAL = 2.2250738585072014e-308
const TWO_54 = 18014398509481984
const FIRST = 23

/** -ln(i / 32) for i = 23 … 45, as the nearest double and what that leaves. */
const MINUS_LN: readonly number[] = [
  0.33024168687057687, -1.0828321637483858e-17, 0.2876820724517809, 2.607160616442564e-17,
  0.24686007793152578, 1.361743371748368e-17, 0.2076393647782445, 1.2053243216686129e-17, 0.16989903679539747,
  -4.868008764439071e-19, 0.13353139262452263, -3.664457663660085e-18, 0.09844007281325252,
  -4.439009633675136e-18, 0.06453852113757118, -6.470486661692933e-18, 0.0317486983145803,
  3.0382263084680858e-18, 0, 0, -0.030771658666753687, -1.0431732029005968e-18, -0.06062462181643484,
  -2.6424025938726934e-18, -0.08961215868968714, 5.4268129336647135e-18, -0.11778303565638346,
  1.1971685747593677e-18, -0.1451820098444979, -8.242418783022475e-18, -0.17185025692665923,
  6.0224538210113705e-18, -0.19782574332991987, -1.2821194372980142e-17, -0.22314355131420976,
  9.091270597324799e-18, -0.24783616390458127, 1.2432209578702523e-17, -0.27193371548364176,
  -7.83319637697442e-19, -0.2954642128938359, 2.16461086040599e-17, -0.3184537311185346,
  -2.7114779367326236e-17, -0.3409265869705932, -1.7467136443544747e-17,
]

/**
 * Writes the natural logarithm of a positive finite x to `out` as an unevaluated sum of two doubles; relative error about
 * 2^-65, enough for powers. x = 2^k m; i / 32 is the nearest to 1 / m, so that r = m i / 32 - 1 is exact in two doubles and
 * at most 1/44; ln x = k ln 2 - ln(i / 32) + ln(1 + r), where only the terms from r³ on are a minimax polynomial.
 * Source: Tang, "Table-driven implementation of the logarithm function" (1990); Dekker (1971) for the exact products.
 */
export function preciseLn(x: number, out: Float64Array): void {
  const shift = x < SMALLEST_NORMAL ? -54 : 0
  const scaled = shift === 0 ? x : x * TWO_54
  const exponent = nearestExponent(scaled)
  const mantissa = scaled * powerOfTwo(-exponent)
  const i = Math.floor(32 / mantissa + 0.5)
  const upper = upperHalf(mantissa)
  const rUpper = upper * (i / 32) - 1
  const rLower = (mantissa - upper) * (i / 32)
  const r = rUpper + rLower
  const rLow = rUpper - r + rLower
  const square = r * r
  const half = 0.5 * square
  const linear = r - half
  let low =
    r - linear - half + (rLow - r * rLow - 0.5 * productError(r, r, square)) + square * r * fromCubic(r)
  const k = exponent + shift
  const first = k * LN2_UPPER
  const second = MINUS_LN[2 * (i - FIRST)]
  const sum = first + second
  low += k * LN2_LOWER + (sumError(first, second, sum) + MINUS_LN[2 * (i - FIRST) + 1])
  const total = sum + linear
  low += sumError(sum, linear, total)
  out[0] = total + low
  out[1] = total - out[0] + low
}

/** What rounding lost in `sum`, the floating-point sum of a and b. Knuth. */
function sumError(a: number, b: number, sum: number): number {
  const bSeen = sum - a
  return a - (sum - bSeen) + (b - bSeen)
}

/** (ln(1 + r) - r + r² / 2) / r³ for |r| <= 0.023. */
function fromCubic(r: number): number {
  const r2 = r * r
  return (
    0.3333333333333328 +
    r * -0.24999999999999875 +
    r2 * (0.20000000000908913 + r * -0.16666666668247287) +
    r2 *
      r2 *
      (0.142857090843661 + r * -0.12499993082376884 + r2 * (0.11122828806586323 + r * -0.10012681459560871))
  )
}
