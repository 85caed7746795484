import { assert } from '../lib/assert.ts'

const DEFAULT_BITS = 10
const TWO_22 = 4194304
const TWO_32 = 4294967296
const CARRY_AT = 4503599627370496 // 2^52
const CARRY_UNIT = 67108864 // 2^26
const ROUNDING = 1 - 2 * Number.EPSILON // undoes what rounding may have added to q * count
const NO_COUNTS = new Float64Array(0)

export interface HistogramOptions {
  /** Each doubling of the value has 2^subBucketBits buckets; a quantile is off by at most 2^-(subBucketBits + 1) of itself. */
  subBucketBits?: number
}

/**
 * Counts non-negative integers (nanoseconds, bytes) in log-linear buckets: exact below 2^subBucketBits, then that many equal
 * buckets to every power of two. The default of 10 bits keeps quantiles within 0.05 %; 4 or 5 are enough for a window.
 * Paper: Tene, "HdrHistogram" (2012); the layout is that of Knuth's floating point numbers. Compare: t-digest, DDSketch.
 * Cost: O(1) to record; 2^(bits + 3) bytes for each power of two that occurs. Invariant: the buckets sum to `count`.
 */
export class Histogram {
  readonly subBucketBits: number
  /** Group 0 counts the values below 2^bits one by one, group g those in [2^(bits + g - 1), 2^(bits + g)). */
  #groups: Float64Array[] = []
  #count = 0
  #min = Infinity
  #max = -1
  #sumHigh = 0 // in units of 2^26, so that the sum stays exact beyond 2^53
  #sumLow = 0

  constructor(options: HistogramOptions = {}) {
    const bits = options.subBucketBits ?? DEFAULT_BITS
    assert(Number.isInteger(bits) && bits >= 1 && bits <= 10, 'a histogram has 1 to 10 sub-bucket bits')
    this.subBucketBits = bits
  }

  /** How many values were recorded. */
  get count(): number {
    return this.#count
  }

  /** The smallest recorded value, exact; NaN when nothing was recorded. */
  get min(): number {
    return this.#count === 0 ? NaN : this.#min
  }

  /** The largest recorded value, exact; NaN when nothing was recorded. */
  get max(): number {
    return this.#count === 0 ? NaN : this.#max
  }

  /** The sum of all recorded values, rounded only once. */
  get sum(): number {
    return this.#sumHigh * CARRY_UNIT + this.#sumLow
  }

  /** The mean of the recorded values themselves, not of their buckets; NaN when nothing was recorded. */
  get mean(): number {
    return this.sum / this.#count
  }

  /** Counts one value: an integer from 0 to 2^53 - 1. */
  record(value: number): void {
    this.#add(value, 1)
    this.#sumLow += value
    if (this.#sumLow >= CARRY_AT) this.#carry()
  }

  /** Counts one value `count` times. */
  recordMany(value: number, count: number): void {
    assert(Number.isSafeInteger(count) && count >= 0, 'a value is recorded a whole number of times')
    if (count === 0) return
    this.#add(value, count)
    const high = Math.floor(value / CARRY_UNIT)
    this.#sumHigh += high * count
    this.#sumLow += (value - high * CARRY_UNIT) * count
    this.#carry()
  }

  /**
   * The smallest recorded value that at least ceil(q * count) of the values do not exceed, as its bucket's middle and never
   * outside [min, max]; exact for the first and the last value. NaN when nothing was recorded.
   */
  quantile(q: number): number {
    assert(q >= 0 && q <= 1, 'a quantile is between 0 and 1')
    if (this.#count === 0) return NaN
    const rank = Math.max(1, Math.ceil(q * this.#count * ROUNDING))
    if (rank === 1) return this.#min
    if (rank === this.#count) return this.#max
    let below = 0
    for (let group = 0; ; group++) {
      const counts = this.#groups[group]
      for (let sub = 0; sub < counts.length; sub++) {
        below += counts[sub]
        if (below >= rank) return Math.min(this.#max, Math.max(this.#min, this.#middle(group, sub)))
      }
    }
  }

  /** Adds all that another histogram of the same precision has recorded. */
  merge(other: Histogram): void {
    assert(this.subBucketBits === other.subBucketBits, 'merged histograms have the same precision')
    other.#groups.forEach((from, group) => {
      if (from.length === 0) return
      const to = this.#group(group)
      for (let sub = 0; sub < from.length; sub++) to[sub] += from[sub]
    })
    this.#count += other.#count
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
    this.#sumHigh += other.#sumHigh
    this.#sumLow += other.#sumLow
    this.#carry()
  }

  /** Forgets all values and keeps the memory. */
  reset(): void {
    for (const counts of this.#groups) counts.fill(0)
    this.#count = 0
    this.#min = Infinity
    this.#max = -1
    this.#sumHigh = 0
    this.#sumLow = 0
  }

  #add(value: number, count: number): void {
    const counted = Math.floor(value) === value && value >= 0 && value <= Number.MAX_SAFE_INTEGER
    assert(counted, 'a histogram counts integers from 0 to 2^53 - 1')
    const bits = this.subBucketBits
    let group = 0
    let sub = value
    if (value >= TWO_32) {
      const scaled = Math.floor(value / TWO_22) // the 22 bits lost are below any bucket's width here
      group = 54 - Math.clz32(scaled) - bits
      sub = (scaled >>> (group - 23)) - (1 << bits)
    } else if (value >= 1 << bits) {
      group = 32 - Math.clz32(value) - bits
      sub = (value >>> (group - 1)) - (1 << bits)
    }
    const counts = this.#group(group)
    counts[sub] += count
    this.#count += count
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  #group(group: number): Float64Array {
    if (group < this.#groups.length && this.#groups[group].length > 0) return this.#groups[group]
    while (this.#groups.length <= group) this.#groups.push(NO_COUNTS)
    this.#groups[group] = new Float64Array(1 << this.subBucketBits)
    return this.#groups[group]
  }

  #middle(group: number, sub: number): number {
    if (group === 0) return sub
    let width = 1
    for (let doublings = 1; doublings < group; doublings++) width *= 2
    return ((1 << this.subBucketBits) + sub) * width + Math.floor((width - 1) / 2)
  }

  #carry(): void {
    const high = Math.floor(this.#sumLow / CARRY_UNIT)
    this.#sumHigh += high
    this.#sumLow -= high * CARRY_UNIT
  }
}
