import type { FrameRing } from '../session/frame-ring.ts'

/** What is kept of the whole run, however long: sums a bucket, of equal spans of simulated time from its beginning. */
export const OVERVIEW_SERIES = ['run.offered', 'run.goodput', 'run.rejected', 'run.failed'] as const
const BUCKETS = 512

/** The whole run at a glance in bounded memory. When it outgrows its buckets, two become one and each covers twice the time. */
export class RunOverview {
  /** Simulated ns that one bucket covers. */
  bucketNanos: number
  /** Buckets in use. */
  length = 0
  readonly #sums = OVERVIEW_SERIES.map(() => new Float64Array(BUCKETS))
  readonly #counts = new Float64Array(BUCKETS)
  #taken = -1

  constructor(firstBucketNanos = 100_000_000) {
    this.bucketNanos = firstBucketNanos
  }

  /** Takes the readings of a ring that are new since the last time. */
  take(ring: FrameRing): void {
    if (ring.lastTime <= this.#taken) return
    const series = OVERVIEW_SERIES.map((id) => ring.window(id, this.#taken + 1))
    const { times } = series[0]
    for (let i = 0; i < times.length; i++) {
      const bucket = this.#bucketOf(times[i])
      this.#counts[bucket]++
      series.forEach(({ values }, which) => {
        this.#sums[which][bucket] += values[i] || 0
      })
    }
    this.#taken = ring.lastTime
  }

  /** Mean of a series over a bucket; 0 where nothing was read. */
  mean(which: number, bucket: number): number {
    return this.#counts[bucket] === 0 ? 0 : this.#sums[which][bucket] / this.#counts[bucket]
  }

  /** A reading is of the time before it, so one that falls on a border belongs to the bucket before. */
  #bucketOf(time: number): number {
    while (Math.ceil(time / this.bucketNanos) > BUCKETS) this.#halve()
    const bucket = Math.max(0, Math.ceil(time / this.bucketNanos) - 1)
    this.length = Math.max(this.length, bucket + 1)
    return bucket
  }

  #halve(): void {
    for (const sums of [...this.#sums, this.#counts]) {
      for (let i = 0; i < BUCKETS / 2; i++) sums[i] = sums[2 * i] + sums[2 * i + 1]
      sums.fill(0, BUCKETS / 2)
    }
    this.bucketNanos *= 2
    this.length = Math.ceil(this.length / 2)
  }
}
