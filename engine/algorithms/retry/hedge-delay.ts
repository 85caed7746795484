import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

export interface HedgeDelayOptions {
  /** Which share of requests should be answered before a second one is sent, as 0.95. */
  readonly quantile: number
  /** How many of the latest latencies to go by. */
  readonly samplesMax: number
  /** Do not hedge before so many are known. */
  readonly samplesMin: number
}

/**
 * When to send a hedged request: at a quantile of the latest latencies, so that about 1 − quantile of the requests are
 * sent twice, those that are late already.
 * Paper: Dean and Barroso, "The tail at scale" (2013). Compare: retry after a timeout; sending two at once.
 * Cost: O(log n) comparisons and a block move a sample; 16 bytes a sample. Invariant: exactly the nearest-rank quantile.
 */
export class HedgeDelay {
  readonly #options: HedgeDelayOptions
  readonly #arrived: Float64Array
  readonly #sorted: Float64Array
  #count = 0
  #next = 0

  constructor(options: HedgeDelayOptions) {
    const { quantile, samplesMax, samplesMin } = options
    assert(quantile > 0 && quantile < 1, 'quantile is between 0 and 1')
    assert(Number.isInteger(samplesMax) && samplesMax >= 1, 'samplesMax is a positive integer')
    assert(samplesMin >= 1 && samplesMin <= samplesMax, 'samplesMin is from 1 to samplesMax')
    this.#options = options
    this.#arrived = new Float64Array(samplesMax)
    this.#sorted = new Float64Array(samplesMax)
  }

  /** Records how long a first attempt took. */
  record(latencyNanos: Nanos): void {
    assert(latencyNanos >= 0, 'a latency is not negative')
    if (this.#count === this.#arrived.length) this.#removeSorted(this.#arrived[this.#next])
    this.#insertSorted(latencyNanos)
    this.#arrived[this.#next] = latencyNanos
    this.#next = (this.#next + 1) % this.#arrived.length
  }

  /** How long to wait before the hedge is sent; Infinity while too little is known. */
  delay(): Nanos {
    if (this.#count < this.#options.samplesMin) return Infinity
    const rank = Math.ceil(this.#options.quantile * this.#count - 1e-9) // 0.07 × 100 is a hair over 7
    return this.#sorted[Math.max(1, rank) - 1]
  }

  inspect() {
    const delay = this.delay()
    const delayNanos = delay === Infinity ? null : delay
    return { samples: this.#count, quantile: this.#options.quantile, delayNanos }
  }

  #insertSorted(latencyNanos: Nanos): void {
    const at = this.#lowerBound(latencyNanos)
    this.#sorted.copyWithin(at + 1, at, this.#count)
    this.#sorted[at] = latencyNanos
    this.#count += 1
  }

  #removeSorted(latencyNanos: Nanos): void {
    const at = this.#lowerBound(latencyNanos)
    this.#sorted.copyWithin(at, at + 1, this.#count)
    this.#count -= 1
  }

  /** The first position whose latency is not below the given one. */
  #lowerBound(latencyNanos: Nanos): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#sorted[middle] < latencyNanos) low = middle + 1
      else high = middle
    }
    return low
  }
}
