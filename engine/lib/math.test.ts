import { describe, expect, it } from 'vitest'
import * as math from './math.ts'
import { digestOfMath, digestsDue, inputs } from './portable-digest.bed.ts'

type Unary = (x: number) => number
const unary: Record<string, [ours: Unary, native: Unary]> = {
  ln: [math.ln, Math.log],
  log1p: [math.log1p, Math.log1p],
  log2: [math.log2, Math.log2],
  log10: [math.log10, Math.log10],
  exp: [math.exp, Math.exp],
  expm1: [math.expm1, Math.expm1],
  sin: [math.sin, Math.sin],
  cos: [math.cos, Math.cos],
  tan: [math.tan, Math.tan],
  atan: [math.atan, Math.atan],
  asin: [math.asin, Math.asin],
  acos: [math.acos, Math.acos],
}
const binary: Record<string, [(x: number, y: number) => number, (x: number, y: number) => number]> = {
  pow: [math.pow, Math.pow],
  atan2: [math.atan2, Math.atan2],
}
const EPSILON = Number.EPSILON
const SMALL = [0, 0.5, 1, 2, 3, 5e-324, 2.2250738585072014e-308, 1e-300]
const LARGE = [
  Math.PI,
  2 ** 52 + 1,
  2 ** 53 - 1,
  2 ** 53,
  1e22,
  710,
  745.2,
  1e300,
  Number.MAX_VALUE,
  Infinity,
]
const SPECIAL = [...SMALL, ...LARGE].flatMap((x) => [x, -x])
SPECIAL.push(NaN)

/** Equal, or both finite and a few units in the last place apart: the native functions have errors too. */
const agree = (ours: number, native: number) =>
  Object.is(ours, native) || Math.abs(ours - native) <= 4 * EPSILON * Math.abs(native)

describe('portable math', () => {
  it.each(Object.keys(unary))(
    '%s agrees with the native function on 20,000 inputs and all special ones',
    (name) => {
      const [ours, native] = unary[name]
      for (const x of [...SPECIAL, ...inputs(name, 20_000)]) {
        if (!agree(ours(x), native(x))) expect({ x, result: ours(x) }).toEqual({ x, result: native(x) })
      }
    },
  )

  it.each(Object.keys(binary))(
    '%s agrees with the native function on 20,000 inputs and all special ones',
    (name) => {
      const [ours, native] = binary[name]
      const pairs = SPECIAL.flatMap((x) => SPECIAL.map((y) => [x, y]))
      const ys = inputs(`${name} y`, 20_000)
      for (const x of inputs(name, 20_000)) pairs.push([x, ys.next().value as number])
      for (const [x, y] of pairs) {
        if (!agree(ours(x, y), native(x, y)))
          expect({ x, y, result: ours(x, y) }).toEqual({ x, y, result: native(x, y) })
      }
    },
  )

  it('has exact integer powers wherever they fit a double', () => {
    for (let base = -60; base <= 60; base++) {
      let power = 1n
      for (let exponent = 0; exponent < 60; exponent++, power *= BigInt(base)) {
        if (power > 2n ** 53n || power < -(2n ** 53n)) break
        if (math.pow(base, exponent) !== Number(power)) expect([base, exponent]).toEqual('exact')
      }
    }
  })

  it('has exact logarithms of powers of two and of ten', () => {
    for (let exponent = -1074; exponent < 1024; exponent++)
      expect(math.log2(math.pow(2, exponent))).toBe(exponent)
    for (let exponent = -307; exponent < 309; exponent++) {
      expect(math.log10(Number(`1e${exponent}`))).toBe(exponent)
    }
  })

  const due = digestsDue(process.env.BREAKWATER_LONG === '1')
  it(`gives the same bits everywhere: the digest of 14 functions over ${due.inputs} inputs each is this`, () => {
    expect(digestOfMath(due.inputs)).toBe(due.math)
  })
})
