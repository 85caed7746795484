import { LN2_LOWER, LN2_UPPER } from './constants.ts'
import { nearestExponent, powerOfTwo } from './float-bits.ts'

const SMALLEST_NORMAL = 2.2250738585072014e-308
const TWO_54 = 18014398509481984

/** The natural logarithm; error below 0.9 ulp. -Infinity for 0, NaN below. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  if (x < SMALLEST_NORMAL) {
    const scaled = x * TWO_54
    const exponent = nearestExponent(scaled)
    return lnOfParts(exponent - 54, scaled * powerOfTwo(-exponent) - 1, 0)
  }
  const exponent = nearestExponent(x)
  return lnOfParts(exponent, x * powerOfTwo(-exponent) - 1, 0)
}

/** ln(1 + x), accurate also where 1 + x would round x away; error below 0.9 ulp. -Infinity for -1, NaN below. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN
  if (x === Infinity || (x < 1e-17 && x > -1e-17)) return x
  if (x > -0.29 && x < 0.41) return lnOfParts(0, x, 0)
  const sum = 1 + x
  const lost = x > 1 ? 1 - (sum - x) : x - (sum - 1)
  const exponent = nearestExponent(sum)
  return lnOfParts(exponent, sum * powerOfTwo(-exponent) - 1, lost / sum)
}

/**
 * exponent * ln 2 + ln(1 + f) + correction, for 1 + f in [√½, √2). With s = f / (2 + f), ln(1 + f) is 2 artanh s
 * = f - s (f - R), where R / s² is a minimax polynomial of s² (Remez, error 2^-59), so that only the last sum rounds much.
 * Source: Muller, "Elementary Functions" (3rd ed. 2016), chapters 3 and 4.
 */
function lnOfParts(exponent: number, f: number, correction: number): number {
  const s = f / (2 + f)
  const z = s * s
  const z2 = z * z
  const r =
    z *
    (0.6666666666666735 +
      z * 0.39999999999407015 +
      z2 *
        (0.28571428744256605 +
          z * 0.2222219836568335 +
          z2 * (0.18183575877223884 + z * 0.15313736418556548 + z2 * 0.14799270420032112)))
  const small = s * (f - r) - correction
  if (exponent === 0) return f - small
  const upper = exponent * LN2_UPPER
  const sum = upper + f
  return sum + (upper - sum + f - (small - exponent * LN2_LOWER))
}
