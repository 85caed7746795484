import { assert } from '../../lib/assert.ts'
import { exp, ln } from '../../lib/math.ts'

/**
 * Quantiles with a relative error that is promised: values are counted in buckets whose bounds grow by the factor
 * (1 + error) / (1 - error), so that the middle of a bucket is within `error` of every value in it.
 * Paper: Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees" (2019), Proposition 3.
 * Compare: histogram (measure/; fixed bounds), KLL (bounds the rank's error, not the value's).
 * Cost: a logarithm an item; 4 bytes a bucket, log(highest / lowest) / log(factor) buckets. Invariant: every quantile of values from
 * `lowest` to `highest` is within `error` of the true one, always; merging keeps that exactly. Values outside are counted at the ends.
 */
export class QuantileSketch {
  readonly #buckets: Uint32Array
  readonly #perLog: number
  readonly #first: number
  #total = 0
  /** Zeros have a bucket of their own. */
  #zeros = 0

  constructor(
    readonly options: { readonly error: number; readonly lowest: number; readonly highest: number },
  ) {
    const { error, lowest, highest } = options
    assert(error > 0 && error < 1, 'the relative error is between 0 and 1')
    assert(lowest > 0 && highest > lowest, 'values lie between two positive ends')
    this.#perLog = 1 / ln((1 + error) / (1 - error))
    this.#first = Math.ceil(ln(lowest) * this.#perLog)
    this.#buckets = new Uint32Array(Math.ceil(ln(highest) * this.#perLog) - this.#first + 1)
  }

  get total(): number {
    return this.#total
  }
  get memoryBytes(): number {
    return this.#buckets.length * 4
  }

  /** Counts a value that is not negative. */
  add(value: number): void {
    assert(value >= 0, 'values are not negative')
    this.#total++
    if (value === 0) {
      this.#zeros++
      return
    }
    const bucket = Math.ceil(ln(value) * this.#perLog) - this.#first
    this.#buckets[Math.min(this.#buckets.length - 1, Math.max(0, bucket))]++
  }

  /** The value that a share `q` (0 to 1) of all values does not exceed; NaN when there are none. */
  quantile(q: number): number {
    if (this.#total === 0) return NaN
    const rank = q * (this.#total - 1)
    let below = this.#zeros
    if (below > rank) return 0
    for (let bucket = 0; bucket < this.#buckets.length; bucket++) {
      below += this.#buckets[bucket]
      if (below > rank) return this.#middle(bucket)
    }
    return this.#middle(this.#buckets.length - 1)
  }

  merge(other: QuantileSketch): void {
    const { error, lowest, highest } = this.options
    const theirs = other.options
    assert(
      theirs.error === error && theirs.lowest === lowest && theirs.highest === highest,
      'quantile sketches are merged only if their buckets are the same',
    )
    for (let i = 0; i < this.#buckets.length; i++) this.#buckets[i] += other.#buckets[i]
    this.#total += other.#total
    this.#zeros += other.#zeros
  }

  clear(): void {
    this.#buckets.fill(0)
    this.#total = 0
    this.#zeros = 0
  }

  inspect() {
    return {
      total: this.#total,
      buckets: this.#buckets.length,
      median: this.quantile(0.5),
      p99: this.quantile(0.99),
    }
  }

  /** What is as far, relatively, from both bounds of a bucket. */
  #middle(bucket: number): number {
    return exp((bucket + this.#first) / this.#perLog) * (1 - this.options.error)
  }
}
