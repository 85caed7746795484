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

/** What every engine must arrive at over so many inputs: Node's test and the browser's both ask for these. */
interface Due {
  inputs: number
  math: number
  distributions: number
}
const QUICK: Due = { inputs: 20_000, math: 1394078863, distributions: 1970535044 }
const WHOLE: Due = { inputs: 1_000_000, math: 2033980339, distributions: 3453035390 }

/** What is due in a quick run, or in a long one. */
export const digestsDue = (long: boolean): Due => (long ? WHOLE : QUICK)

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

/** Second arguments of both signs: any bits, whole numbers, near 1, tiny and huge. */
function* secondArguments(count: number): Generator<number> {
  const stream = new RandomStream(13, 'second')
  const anyBits = inputs('second', 3 * count) // every third has any bits
  for (let i = 0; i < count; i++) {
    const size = stream.uniform53() * (stream.chance(0.5) ? 1 : -1)
    const wild = anyBits.next().value as number
    anyBits.next()
    anyBits.next()
    const kinds = [wild, Math.floor(100 * size), size, 40 * size, 1e-12 * size, 1e12 * size]
    yield kinds[stream.below(kinds.length)]
  }
}

/** Folds the bits of 14 functions over so many inputs each; those of two arguments get another second one each time. */
export function digestOfMath(count: number): number {
  const { ln, log1p, log2, log10, exp, expm1, sin, cos, tan, atan, asin, acos } = math
  const digest = new BitsDigest()
  const seconds = secondArguments(count)
  for (const x of inputs('digest', count)) {
    for (const ours of [ln, log1p, log2, log10, exp, expm1, sin, cos, tan, atan, asin, acos])
      digest.add(ours(x))
    const y = seconds.next().value as number
    digest.add(math.pow(Math.abs(x), y))
    digest.add(math.pow(x, Math.round(y))) // whole, or a negative number would have no power
    digest.add(math.atan2(x, y))
    digest.add(math.atan2(y, x))
  }
  return digest.value
}

/** Folds the bits of so many draws of every distribution. */
export function digestOfDistributions(count: number): number {
  const digest = new BitsDigest()
  const random = new RandomStream(12, 'digest')
  const zipfs = [0, 0.7, 1, 1.3].map((exponent) => new Zipf({ keys: 1e8, exponent }))
  const table = new AliasTable([5, 0, 1, 3, 0.5, 10])
  for (let i = 0; i < count; i++) {
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
