import { LN2_LOWER, LN2_UPPER, LOG2E } from './constants.ts'
import { powerOfTwo, scale } from './float-bits.ts'

const LARGEST = 709.782712893384 // above it the result is infinite
const SMALLEST = -745.1332191019412 // below it the result is 0

/** e to the power of x; error below 0.8 ulp. */
export const exp = (x: number): number => expOfSum(x, 0)

/**
 * e to the power of x + low, where low is below an ulp or so of x.
 * x = k ln 2 + r with |r| <= ln(2) / 2, in three parts (Cody and Waite); e^r = 1 + r + r² (1/2 + r g(r)) with g a minimax
 * polynomial (Remez, error 2^-60), whose last sum is compensated; then times 2^k.
 * Source: Muller, "Elementary Functions" (3rd ed. 2016), chapters 3, 4 and 11.
 */
export function expOfSum(x: number, low: number): number {
  if (!(x <= LARGEST)) return x > LARGEST ? Infinity : NaN
  if (x < SMALLEST) return 0
  const k = Math.floor(x * LOG2E + 0.5)
  const upper = x - k * LN2_UPPER
  const lower = k * LN2_LOWER - low
  const r = upper - lower
  const tail = upper - r - lower + beyondLinear(r)
  const sum = 1 + r
  return scale(sum + (1 - sum + r + tail), k)
}

/** e to the power of x, minus 1, accurate also where e^x rounds to 1; error below 1.2 ulp. */
export function expm1(x: number): number {
  if (x < 1e-17 && x > -1e-17) return x
  if (x < -40) return -1
  const k = Math.floor(x * LOG2E + 0.5)
  if (k === 0) return x + beyondLinear(x)
  if (!(k < 57)) return exp(x) - 1
  const upper = x - k * LN2_UPPER
  const lower = k * LN2_LOWER
  const r = upper - lower
  const tail = upper - r - lower + beyondLinear(r)
  const offset = 1 - powerOfTwo(-k) // (2^k e^r - 1) / 2^k = offset + (e^r - 1)
  const sum = offset + r
  return (sum + (offset - sum + r + tail)) * powerOfTwo(k)
}

/** e^r - 1 - r for |r| <= ln(2) / 2. */
function beyondLinear(r: number): number {
  const r2 = r * r
  const r4 = r2 * r2
  const g =
    0.16666666666666682 +
    r * 0.0416666666666667 +
    r2 * (0.008333333333316822 + r * 0.0013888888888865106) +
    r4 *
      (0.00019841269896911766 +
        r * 2.480158736523214e-5 +
        r2 * (2.755723434430864e-6 + r * 2.7557238562010297e-7) +
        r4 * (2.5112212284509878e-8 + r * 2.092571500204177e-9))
  return r2 * (0.5 + r * g)
}
