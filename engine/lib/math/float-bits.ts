const float = new Float64Array(1)
const words = new Int32Array(float.buffer)
float[0] = 1
const HIGH = words[1] === 0x3ff00000 ? 1 : 0 // which word holds the exponent: the one for little-endian machines
const SQRT_HALF_HIGH = 0x3fe6a09e // the upper word of √½

const LOWEST = -1074
const POWERS = new Float64Array(1024 - LOWEST)
for (let exponent = 0, power = 1; exponent < 1024; exponent++, power *= 2) POWERS[exponent - LOWEST] = power
for (let exponent = -1, power = 0.5; exponent >= LOWEST; exponent--, power /= 2)
  POWERS[exponent - LOWEST] = power

/** 2 to the given integer from -1074 to 1023, exact. */
export const powerOfTwo = (exponent: number): number => POWERS[exponent - LOWEST]

/** The integer k for which x / 2^k lies in [√½, √2); x is positive, finite and not subnormal. */
export function nearestExponent(x: number): number {
  float[0] = x
  return (words[HIGH] - SQRT_HALF_HIGH) >> 20
}

/** x times 2^exponent, rounded once, for x near 1 and any exponent that a double or its neighbourhood can have. */
export function scale(x: number, exponent: number): number {
  if (exponent > -1022 && exponent < 1024) return x * powerOfTwo(exponent)
  const half = exponent >> 1
  return x * powerOfTwo(half) * powerOfTwo(exponent - half)
}

/** The upper 26 bits of x: x minus this is exact and has 26 bits too. Dekker (1971). |x| is below 2^995. */
export function upperHalf(x: number): number {
  const spread = 134217729 * x // 2^27 + 1
  return spread - (spread - x)
}

/** What rounding lost in `product`, the floating-point product of a and b. Dekker (1971). */
export function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a)
  const bHigh = upperHalf(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}
