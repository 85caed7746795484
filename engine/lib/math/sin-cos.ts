import { QuarterTurns } from './quarter-turns.ts'

const EIGHTH_TURN = 0.7853981633974483 // π/4
const reduced = new QuarterTurns()

/** The sine of x radians, for any finite x; error below 0.9 ulp. */
export function sin(x: number): number {
  if (Math.abs(x) <= EIGHTH_TURN) return sinNear(x, 0)
  if (x - x !== 0) return NaN
  reduced.reduce(x)
  const { angle, low, count } = reduced
  const value = (count & 1) === 0 ? sinNear(angle, low) : cosNear(angle, low)
  return (count & 2) === 0 ? value : -value
}

/** The cosine of x radians, for any finite x; error below 0.9 ulp. */
export function cos(x: number): number {
  if (Math.abs(x) <= EIGHTH_TURN) return cosNear(x, 0)
  if (x - x !== 0) return NaN
  reduced.reduce(x)
  const { angle, low, count } = reduced
  const value = (count & 1) === 0 ? cosNear(angle, low) : sinNear(angle, low)
  return count === 1 || count === 2 ? -value : value
}

/** The tangent of x radians; error below 2.5 ulp. */
export const tan = (x: number): number => sin(x) / cos(x)

// Both kernels: |x| <= π/4, x + low is meant; minimax polynomials of x² (Remez, error 2^-57 and 2^-59).
// Source: Muller, "Elementary Functions" (3rd ed. 2016), chapter 3.
function sinNear(x: number, low: number): number {
  const z = x * x
  const z2 = z * z
  const s =
    -0.16666666666666632 +
    z * 0.008333333333322411 +
    z2 * (-0.00019841269829806005 + z * 2.7557313691251397e-6) +
    z2 * z2 * (-2.505075800549124e-8 + z * 1.5896789013008207e-10)
  return x + (x * z * s + low * (1 - 0.5 * z))
}

function cosNear(x: number, low: number): number {
  const z = x * x
  const z2 = z * z
  const c =
    0.0416666666666666 +
    z * -0.001388888888887412 +
    z2 * (2.4801587289480145e-5 + z * -2.7557314351699555e-7) +
    z2 * z2 * (2.0875723181958224e-9 + z * -1.1359642839227952e-11)
  const half = 0.5 * z
  const rest = 1 - half
  return rest + (1 - rest - half + (z2 * c - x * low))
}
