import { LOG10E, LOG10E_LOW, LOG2E, LOG2E_LOW } from './constants.ts'
import { expOfSum } from './exp.ts'
import { productError } from './float-bits.ts'
import { preciseLn } from './precise-ln.ts'

const logarithm = new Float64Array(2)

/**
 * x to the power of y, with the special cases of ECMAScript's Math.pow; error below 0.7 ulp, and integer powers that fit
 * a double are exact. As e^(y ln x), with the logarithm and the product in twice the precision.
 * Source: Muller, "Elementary Functions" (3rd ed. 2016), chapter 12.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (x > 0 && x !== Infinity && y - y === 0) return powOfPositive(x, y)
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  if (y === Infinity || y === -Infinity) {
    const magnitude = Math.abs(x)
    if (magnitude === 1) return NaN
    return magnitude > 1 === y > 0 ? Infinity : 0
  }
  const odd = Math.floor(y) === y && Math.abs(y) <= Number.MAX_SAFE_INTEGER && y % 2 !== 0
  const negative = odd && (x < 0 || Object.is(x, -0))
  if (x === 0 || x === Infinity || x === -Infinity) {
    const magnitude = (x === 0) === y > 0 ? 0 : Infinity
    return negative ? -magnitude : magnitude
  }
  if (Math.floor(y) !== y) return NaN // a negative number to a fraction
  const magnitude = powOfPositive(-x, y)
  return negative ? -magnitude : magnitude
}

/** The logarithm to base 2; exact for powers of two, error below 0.51 ulp. */
export const log2 = (x: number): number => logarithmToBase(x, LOG2E, LOG2E_LOW)

/** The logarithm to base 10; exact for powers of ten, error below 0.51 ulp. */
export const log10 = (x: number): number => logarithmToBase(x, LOG10E, LOG10E_LOW)

function powOfPositive(x: number, y: number): number {
  if (x === 1) return 1
  preciseLn(x, logarithm)
  const product = y * logarithm[0]
  if (product > 800) return Infinity
  if (product < -800) return 0
  return expOfSum(product, productError(y, logarithm[0], product) + y * logarithm[1])
}

function logarithmToBase(x: number, factor: number, factorLow: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  preciseLn(x, logarithm)
  const product = factor * logarithm[0]
  return (
    product +
    (productError(factor, logarithm[0], product) + (factor * logarithm[1] + factorLow * logarithm[0]))
  )
}
