import type { Nanos } from '../lib/units.ts'

const SUB_BUCKET_BITS = 9
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS
const OCTAVES = 44

/**
 * Percentiles of what happened in the last `slots` intervals, for live readouts: the buckets of each interval's values, as they came,
 * and how many of all of them lie in each bucket. Values are non-negative whole numbers; a reading is within 0.1 % of the exact one.
 * Percentiles are never averaged. Cost: O(1) to record and to forget; two bytes for each value in the window.
 */
export class SlidingQuantiles {
  readonly #intervals: Interval[]
  readonly #total = new Uint32Array(SUB_BUCKETS * OCTAVES)
  /** The same by octave, so that a reading passes over most buckets at once. */
  readonly #octaves = new Uint32Array(OCTAVES)
  #current: Interval
  #at = 0
  #count = 0

  constructor(slots: number) {
    this.#intervals = Array.from({ length: slots }, () => new Interval())
    this.#current = this.#intervals[0]
  }

  get count(): number {
    return this.#count
  }

  record(value: Nanos): void {
    const bucket = bucketOf(value)
    this.#current.add(bucket)
    this.#total[bucket]++
    this.#octaves[bucket >> SUB_BUCKET_BITS]++
    this.#count++
  }

  /** The next interval begins; the oldest is forgotten. */
  advance(): void {
    this.#at = (this.#at + 1) % this.#intervals.length
    this.#current = this.#intervals[this.#at]
    const { buckets, count } = this.#current
    for (let i = 0; i < count; i++) {
      this.#total[buckets[i]]--
      this.#octaves[buckets[i] >> SUB_BUCKET_BITS]--
    }
    this.#count -= count
    this.#current.count = 0
  }

  /** The values below which the given shares lie, in ascending order of share; NaN each when nothing was recorded. */
  read(shares: readonly number[]): number[] {
    return shares.map((share) => this.readOne(share))
  }

  /** The value below which this share lies; NaN when nothing was recorded. */
  readOne(share: number): number {
    return this.#count === 0 ? NaN : this.#atRank(Math.max(1, Math.ceil(share * this.#count)))
  }

  /** The `rank`-th smallest of what was recorded lately. */
  #atRank(rank: number): number {
    let octave = 0
    let seen = 0
    while (seen + this.#octaves[octave] < rank) seen += this.#octaves[octave++]
    let bucket = octave << SUB_BUCKET_BITS
    while ((seen += this.#total[bucket]) < rank) bucket++
    return middleOf(bucket)
  }
}

/** The buckets of one interval's values. Written one after the other, which is kind to the processor's cache. */
class Interval {
  buckets = new Uint16Array(16)
  count = 0

  add(bucket: number): void {
    if (this.count === this.buckets.length) this.#grow()
    this.buckets[this.count++] = bucket
  }

  #grow(): void {
    const grown = new Uint16Array(this.buckets.length * 2)
    grown.set(this.buckets)
    this.buckets = grown
  }
}

function bucketOf(value: number): number {
  if (value < SUB_BUCKETS) return value
  const octave = value < 4294967296 ? 31 - Math.clz32(value) : 63 - Math.clz32(Math.floor(value / 4294967296))
  const shift = octave - SUB_BUCKET_BITS
  const sub = Math.floor(value / POWERS[shift]) - SUB_BUCKETS
  return Math.min((shift + 1) * SUB_BUCKETS + sub, SUB_BUCKETS * OCTAVES - 1)
}

function middleOf(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket
  const shift = Math.floor(bucket / SUB_BUCKETS) - 1
  const low = ((bucket % SUB_BUCKETS) + SUB_BUCKETS) * POWERS[shift]
  return low + (POWERS[shift] - 1) / 2
}

const POWERS = Array.from({ length: 54 }, () => 1)
for (let i = 1; i < POWERS.length; i++) POWERS[i] = POWERS[i - 1] * 2
