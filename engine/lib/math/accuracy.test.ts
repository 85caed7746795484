import { describe, expect, it } from 'vitest'
import * as math from '../math.ts'
import { RandomStream } from '../random.ts'
import {
  exactAsin,
  exactAtan,
  exactExp,
  exactExpm1,
  exactLn,
  exactSin,
  fixed,
  LN2,
  ONE,
  over,
  PI,
  plain,
  times,
  ulps,
  type Exact,
} from './exact.bed.ts'

const LONG = process.env.BREAKWATER_LONG === '1'
/** In the long run a million inputs each for those that sampling and geometry stand on, and fewer for the others. */
const WHOLE = new Set(['ln', 'exp', 'pow', 'sin', 'cos', 'atan2'])
const inputsFor = (name: string) => (LONG ? (WHOLE.has(name) ? 1_000_000 : 100_000) : 1_000)

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

function pickPower(): number[] {
  if (stream.chance(0.3)) return [nearOne(), spread(0, 7)]
  return [size(-5, 5), between(-100, 100)]
}

describe('portable math', () => {
  it.each(claims)(
    '$name is within $limit ulp of the true value',
    { timeout: LONG ? 900_000 : 20_000 },
    ({ name, limit, draw, ours, exact }) => {
      const inputs = inputsFor(name)
      let worst = { error: 0, at: [0, 0] }
      for (let i = 0; i < inputs; i++) {
        const [x, y = 0] = draw()
        const error = ulps(ours(x, y), exact(fixed(x), fixed(y)))
        if (error > worst.error) worst = { error, at: [x, y] }
      }
      expect(worst.error, `at ${worst.at.join(', ')}`).toBeLessThan(limit)
      expect(worst.error).toBeGreaterThan(0.45) // the oracle sees rounding, so it does see errors
    },
  )
})
