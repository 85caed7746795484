import { AliasTable } from './distribution/alias-table.ts'
import { exponential } from './distribution/exponential.ts'
import { gamma } from './distribution/gamma.ts'
import { lognormal } from './distribution/lognormal.ts'
import { normal } from './distribution/normal.ts'
import { pareto } from './distribution/pareto.ts'
import { Zipf } from './distribution/zipf.ts'
import { finalize32 } from './hash.ts'
import * as math from './math.ts'
import { RandomStream } from './random.ts'

/** What every engine must arrive at: Node's test and the browser's both ask for these. */
export const MATH_DIGEST = 2662080143
export const DISTRIBUTIONS_DIGEST = 1970535044

const INPUTS = 20_000

/** Doubles of every kind: any bits, and friendly ones around 0 and 1. */
export function* inputs(name: string, count: number): Generator<number> {
  const stream = new RandomStream(11, name)
  const words = new Uint32Array(2)
  const float = new Float64Array(words.buffer)
  for (let i = 0; i < count; i++) {
    words[0] = stream.uint32()
    words[1] = stream.uint32()
    const friendly = (stream.uniform53() - 0.5) * [2, 4, 40, 1000][i & 3]
    yield i % 3 === 0 ? float[0] : friendly
  }
}

/** Folds the bits of 14 functions over 20,000 inputs each. */
export function digestOfMath(): number {
  const { ln, log1p, log2, log10, exp, expm1, sin, cos, tan, atan, asin, acos } = math
  const digest = new BitsDigest()
  for (const x of inputs('digest', INPUTS)) {
    for (const ours of [ln, log1p, log2, log10, exp, expm1, sin, cos, tan, atan, asin, acos])
      digest.add(ours(x))
    digest.add(math.pow(Math.abs(x), 1.7))
    digest.add(math.atan2(x, 0.3))
  }
  return digest.value
}

/** Folds the bits of 20,000 draws of every distribution. */
export function digestOfDistributions(): number {
  const digest = new BitsDigest()
  const random = new RandomStream(12, 'digest')
  const zipfs = [0, 0.7, 1, 1.3].map((exponent) => new Zipf({ keys: 1e8, exponent }))
  const table = new AliasTable([5, 0, 1, 3, 0.5, 10])
  for (let i = 0; i < INPUTS; i++) {
    digest.add(exponential(random))
    digest.add(normal(random))
    digest.add(lognormal(random, 1, 0.5))
    digest.add(pareto(random, 2, 1.5))
    digest.add(gamma(random, 0.3 + (i % 7)))
    digest.add(zipfs[i & 3].next(random))
    digest.add(table.next(random))
  }
  return digest.value
}

class BitsDigest {
  value = 0
  readonly #float = new Float64Array(1)
  readonly #words = new Uint32Array(this.#float.buffer)

  add(value: number): void {
    this.#float[0] = Number.isNaN(value) ? 0.123 : value // NaNs have no bits of their own
    this.value = finalize32(this.value ^ this.#words[0])
    this.value = finalize32(this.value ^ this.#words[1])
  }
}
