import type { Nanos } from '../lib/units.ts'

const SUB_BUCKET_BITS = 7
const SUB_BUCKETS = 1 << SUB_BUCKET_BITS
const OCTAVES = 44

/**
 * Percentiles of what happened in the last `slots` intervals, for live readouts: a ring of coarse histograms and their sum.
 * Values are non-negative whole numbers; a reading is within 0.8 % of the exact one. Percentiles are never averaged.
 */
export class SlidingQuantiles {
  readonly #ring: Uint32Array[]
  readonly #total = new Uint32Array(SUB_BUCKETS * OCTAVES)
  /** The same by octave, so that a reading passes over most buckets at once. */
  readonly #octaves = new Uint32Array(OCTAVES)
  readonly #counts: number[]
  /** The buckets in use of each interval: forgetting one touches only those. */
  readonly #used: number[][]
  #current = 0
  #count = 0

  constructor(slots: number) {
    this.#ring = Array.from({ length: slots }, () => new Uint32Array(SUB_BUCKETS * OCTAVES))
    this.#counts = Array.from({ length: slots }, () => 0)
    this.#used = Array.from({ length: slots }, () => [])
  }

  get count(): number {
    return this.#count
  }

  record(value: Nanos): void {
    const bucket = bucketOf(value)
    const slot = this.#current
    if (this.#ring[slot][bucket]++ === 0) this.#used[slot].push(bucket)
    this.#counts[slot]++
    this.#total[bucket]++
    this.#octaves[bucket >> SUB_BUCKET_BITS]++
    this.#count++
  }

  /** The next interval begins; the oldest is forgotten. */
  advance(): void {
    this.#current = (this.#current + 1) % this.#ring.length
    const oldest = this.#ring[this.#current]
    const used = this.#used[this.#current]
    this.#count -= this.#counts[this.#current]
    this.#counts[this.#current] = 0
    for (const bucket of used) {
      this.#total[bucket] -= oldest[bucket]
      this.#octaves[bucket >> SUB_BUCKET_BITS] -= oldest[bucket]
      oldest[bucket] = 0
    }
    used.length = 0
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
