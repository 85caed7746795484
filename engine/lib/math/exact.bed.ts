// What elementary functions are held against: fixed point with 200 fraction bits in BigInt, by textbook series. Logarithms and arctangents
// take a platform's value for a guess and correct it by a series of what is missing, so that the guess decides nothing.
const BITS = 200n
const HALVINGS = 8n
export const ONE = 1n << BITS
export const LN2 = 2n * artanh(ONE / 3n)
export const PI = 16n * arctanSeries(ONE / 5n) - 4n * arctanSeries(ONE / 239n)
const HALF_PI = PI / 2n

export const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS
export const over = (a: bigint, b: bigint): bigint => (a << BITS) / b

/** A true value: fixed / 2^BITS * 2^exponent. */
export interface Exact {
  fixed: bigint
  exponent: number
}
export const plain = (value: bigint): Exact => ({ fixed: value, exponent: 0 })

/** A double as an exact fraction in fixed point, shifted by a power of two. */
export function fixed(x: number, shift = 0): bigint {
  let exponent = -shift
  let mantissa = x
  while (!Number.isInteger(mantissa)) {
    const step = Math.abs(mantissa) < 1e-30 ? 1_267_650_600_228_229_401_496_703_205_376 : 2 // 2^100
    mantissa *= step
    exponent += step === 2 ? 1 : 100
  }
  const places = BITS - BigInt(exponent)
  return places >= 0n ? BigInt(mantissa) << places : BigInt(mantissa) >> -places
}

/** The distance from the true value in units of the result's last place. */
export function ulps(result: number, exact: Exact): number {
  const last = unitOf(result)
  const difference = fixed(result, -exact.exponent) - exact.fixed
  const unit = fixed(last, -exact.exponent)
  return Number((1000n * (difference < 0n ? -difference : difference)) / unit) / 1000
}

export function exactExp(x: bigint): Exact {
  const k = x / LN2
  const part = (x - k * LN2) >> HALVINGS
  let value = sumSeries(ONE, (term, n) => times(term, part) / n)
  for (let i = 0n; i < HALVINGS; i++) value = times(value, value)
  return { fixed: value, exponent: Number(k) }
}

export function exactExpm1(x: bigint): bigint {
  const { fixed, exponent } = exactExp(x)
  return (exponent >= 0 ? fixed << BigInt(exponent) : fixed >> BigInt(-exponent)) - ONE
}

export function exactLn(x: bigint): bigint {
  let k = 0n
  let m = x
  for (const step of [64n, 8n, 1n]) {
    for (; m > ONE << step; k += step) m >>= step
    for (; m < ONE >> (step - 1n); k -= step) m <<= step
  }
  const guess = fixed(Math.log(asNumber(m)))
  const { fixed: inverse, exponent } = exactExp(-guess)
  const missing = times(m, exponent >= 0 ? inverse << BigInt(exponent) : inverse >> BigInt(-exponent)) - ONE
  let correction = 0n
  for (let power = missing, n = 1n; power !== 0n && power !== -1n; power = times(power, missing), n++) {
    correction += n % 2n === 1n ? power / n : -power / n
  }
  return k * LN2 + guess + correction
}

export function exactSin(x: bigint): bigint {
  const turns = (x + (x < 0n ? -HALF_PI : HALF_PI) / 2n) / HALF_PI
  const rest = x - turns * HALF_PI
  const quarter = ((turns % 4n) + 4n) % 4n
  const value = quarter % 2n === 0n ? sineNear(rest) : cosineNear(rest)
  return quarter < 2n ? value : -value
}

export function exactAtan(x: bigint): bigint {
  const guess = fixed(Math.atan(asNumber(x)))
  const tangent = over(sineNear(guess), cosineNear(guess))
  return guess + arctanSeries(over(x - tangent, ONE + times(x, tangent)))
}

export const exactAsin = (x: bigint): bigint => exactAtan(over(x, root(ONE - times(x, x)) || 1n))

const sineNear = (x: bigint): bigint =>
  sumSeries(x, (term, n) => -times(times(term, x), x) / (2n * n * (2n * n + 1n)))
const cosineNear = (x: bigint): bigint =>
  sumSeries(ONE, (term, n) => -times(times(term, x), x) / (2n * n * (2n * n - 1n)))

function sumSeries(first: bigint, next: (term: bigint, n: bigint) => bigint): bigint {
  let sum = 0n
  for (let term = first, n = 1n; term !== 0n && term !== -1n; term = next(term, n++)) sum += term
  return sum
}

function artanh(x: bigint): bigint {
  const square = (x * x) >> BITS
  let sum = 0n
  for (let power = x, odd = 1n; power !== 0n && power !== -1n; power = (power * square) >> BITS, odd += 2n) {
    sum += power / odd
  }
  return sum
}

function arctanSeries(x: bigint): bigint {
  const square = (x * x) >> BITS
  let sum = 0n
  for (let power = x, odd = 1n; power !== 0n && power !== -1n; odd += 2n) {
    sum += odd % 4n === 1n ? power / odd : -power / odd
    power = (power * square) >> BITS
  }
  return sum
}

/** Newton's square root, begun at the platform's. */
function root(x: bigint): bigint {
  if (x <= 0n) return 0n
  let guess = fixed(Math.sqrt(asNumber(x))) || ONE
  for (let i = 0; i < 6; i++) guess = (guess + over(x, guess)) >> 1n
  return guess
}

/** About the same as a double. */
function asNumber(x: bigint): number {
  const bits = BigInt((x < 0n ? -x : x).toString(16).length * 4)
  const surplus = bits > 64n ? bits - 64n : 0n
  return Number(x >> surplus) * 2 ** Number(surplus - BITS)
}

/** The distance to the next double. */
function unitOf(result: number): number {
  let last = 2 ** -1074
  while (last * 2 ** 83 <= Math.abs(result)) last *= 2 ** 30
  while (last * 2 ** 53 <= Math.abs(result)) last *= 2
  return last
}
