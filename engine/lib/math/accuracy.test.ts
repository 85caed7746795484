import { describe, expect, it } from 'vitest'
import * as math from '../math.ts'
import { RandomStream } from '../random.ts'

// The oracle: fixed point with 320 fraction bits in BigInt, by textbook series.
const BITS = 320n
const ONE = 1n << BITS
const LN2 = 2n * artanh(ONE / 3n)
const PI = 16n * arctanSeries(ONE / 5n) - 4n * arctanSeries(ONE / 239n)

const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS
const over = (a: bigint, b: bigint): bigint => (a << BITS) / b

function sumSeries(first: bigint, next: (term: bigint, n: bigint) => bigint): bigint {
  let sum = 0n
  for (let term = first, n = 0n; term !== 0n && term !== -1n; n++, term = next(term, n)) sum += term
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

/** A double as an exact fraction in fixed point, shifted by a power of two. */
function fixed(x: number, shift = 0): bigint {
  let exponent = -shift
  let mantissa = x
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent++
  }
  const places = BITS - BigInt(exponent)
  return places >= 0n ? BigInt(mantissa) << places : BigInt(mantissa) >> -places
}
function root(x: bigint): bigint {
  let guess = x > ONE ? x : ONE
  for (;;) {
    const next = (guess + over(x, guess)) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

/** A true value: fixed / 2^BITS * 2^exponent. */
interface Exact {
  fixed: bigint
  exponent: number
}
const exactExp = (x: bigint): Exact => {
  const k = x / LN2
  return {
    fixed: sumSeries(ONE, (term, n) => times(term, x - k * LN2) / n),
    exponent: Number(k),
  }
}
function exactLn(x: bigint): bigint {
  let k = 0n
  let m = x
  for (; m > 2n * ONE; k++) m >>= 1n
  for (; m < ONE; k--) m <<= 1n
  return k * LN2 + 2n * artanh(over(m - ONE, m + ONE))
}
function exactSin(x: bigint): bigint {
  const reduced = x % (2n * PI)
  return sumSeries(reduced, (term, n) => -times(times(term, reduced), reduced) / (2n * n * (2n * n + 1n)))
}
function exactAtan(x: bigint): bigint {
  let halved = x
  for (let i = 0; i < 4; i++) halved = over(halved, ONE + root(ONE + times(halved, halved)))
  return 16n * arctanSeries(halved)
}
const exactAsin = (x: bigint): bigint => exactAtan(over(x, root(ONE - times(x, x)) || 1n))
const plain = (value: bigint): Exact => ({ fixed: value, exponent: 0 })

/** The distance from the true value in units of the result's last place. */
function ulps(result: number, exact: Exact): number {
  let last = 2 ** -1074
  while (last * 2 ** 53 <= Math.abs(result)) last *= 2
  const difference = fixed(result, -exact.exponent) - exact.fixed
  const unit = fixed(last, -exact.exponent)
  return Number((1000n * (difference < 0n ? -difference : difference)) / unit) / 1000
}

const stream = new RandomStream(7, 'math')
const between = (low: number, high: number) => low + (high - low) * stream.uniform53()
const spread = (low: number, high: number) => (stream.chance(0.5) ? 1 : -1) * math.exp(between(low, high))
const size = (low: number, high: number) => math.exp(between(low, high))
const pick = (...draws: (() => number)[]) => draws[stream.below(draws.length)]()

interface Claim {
  name: string
  limit: number
  draw: () => number[]
  ours: (x: number, y: number) => number
  exact: (x: bigint, y: bigint) => Exact
}
const nearOne = () => 1 + spread(-30, -2)
const angle = () =>
  pick(
    () => between(-1, 1),
    () => between(-20, 20),
    () => between(0, 1.2e6),
    () => (Math.PI / 2) * stream.below(1000) || 1,
  )
const sine = () =>
  pick(
    () => between(-1, 1),
    () => spread(-20, -0.1),
    () => 1 - size(-30, -1),
  )
const claims: Claim[] = [
  {
    name: 'ln',
    limit: 0.9,
    draw: () => [pick(nearOne, () => size(-100, 100))],
    ours: math.ln,
    exact: (x) => plain(exactLn(x)),
  },
  {
    name: 'log1p',
    limit: 0.9,
    draw: () => [
      pick(
        () => between(-0.999, 3),
        () => spread(-34, -0.1),
      ),
    ],
    ours: math.log1p,
    exact: (x) => plain(exactLn(ONE + x)),
  },
  {
    name: 'log2',
    limit: 0.51,
    draw: () => [pick(nearOne, () => size(-100, 100))],
    ours: math.log2,
    exact: (x) => plain(over(exactLn(x), LN2)),
  },
  {
    name: 'log10',
    limit: 0.51,
    draw: () => [pick(nearOne, () => size(-100, 100))],
    ours: math.log10,
    exact: (x) => plain(over(exactLn(x), exactLn(10n * ONE))),
  },
  {
    name: 'exp',
    limit: 0.8,
    draw: () => [
      pick(
        () => between(-700, 709),
        () => between(-1, 1),
      ),
    ],
    ours: math.exp,
    exact: exactExp,
  },
  {
    name: 'expm1',
    limit: 1.2,
    draw: () => [
      pick(
        () => between(-40, 60),
        () => spread(-30, 1),
      ),
    ],
    ours: math.expm1,
    exact: (x) => plain(exactExpm1(x)),
  },
  {
    name: 'pow',
    limit: 0.8,
    draw: () => pickPower(),
    ours: math.pow,
    exact: (x, y) => exactExp(times(exactLn(x), y)),
  },
  { name: 'sin', limit: 0.9, draw: () => [angle()], ours: math.sin, exact: (x) => plain(exactSin(x)) },
  {
    name: 'cos',
    limit: 0.9,
    draw: () => [angle()],
    ours: math.cos,
    exact: (x) => plain(exactSin(x + PI / 2n)),
  },
  {
    name: 'tan',
    limit: 2.5,
    draw: () => [angle()],
    ours: math.tan,
    exact: (x) => plain(over(exactSin(x), exactSin(x + PI / 2n))),
  },
  {
    name: 'atan',
    limit: 1,
    draw: () => [
      pick(
        () => between(-2, 2),
        () => spread(-20, 20),
      ),
    ],
    ours: math.atan,
    exact: (x) => plain(exactAtan(x)),
  },
  {
    name: 'atan2',
    limit: 1.5,
    draw: () => [spread(-9, 9), spread(-9, 9)],
    ours: math.atan2,
    exact: (y, x) => plain(exactAtan(over(y, x)) + (x > 0n ? 0n : y > 0n ? PI : -PI)),
  },
  { name: 'asin', limit: 1.5, draw: () => [sine()], ours: math.asin, exact: (x) => plain(exactAsin(x)) },
  {
    name: 'acos',
    limit: 1.5,
    draw: () => [sine()],
    ours: math.acos,
    exact: (x) => plain(PI / 2n - exactAsin(x)),
  },
]

function exactExpm1(x: bigint): bigint {
  const { fixed, exponent } = exactExp(x)
  return (exponent >= 0 ? fixed << BigInt(exponent) : fixed >> BigInt(-exponent)) - ONE
}
function pickPower(): number[] {
  if (stream.chance(0.3)) return [nearOne(), spread(0, 7)]
  return [size(-5, 5), between(-100, 100)]
}

describe('portable math', () => {
  it.each(claims)('$name is within $limit ulp of the true value', ({ limit, draw, ours, exact }) => {
    let worst = { error: 0, at: [0, 0] }
    for (let i = 0; i < 1000; i++) {
      const [x, y = 0] = draw()
      const error = ulps(ours(x, y), exact(fixed(x), fixed(y)))
      if (error > worst.error) worst = { error, at: [x, y] }
    }
    expect(worst.error, `at ${worst.at.join(', ')}`).toBeLessThan(limit)
    expect(worst.error).toBeGreaterThan(0.45) // the oracle sees rounding, so it does see errors
  })
})
