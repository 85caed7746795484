import { assert } from '../lib/assert.ts'
import { SECOND, type Nanos } from '../lib/units.ts'

/** From 10 µs to 10 s, so many bands to each factor of ten. */
const BANDS_PER_DECADE = 8
const DECADES = 6
const FIRST_EDGE: Nanos = 10_000
/** The eighth root of ten. */
const STEP = 1.333_521_432_163_324
/** What is shown is of this half and the one before. */
const HALF: Nanos = 5 * SECOND

/** Lower edges of all bands but the first, which begins at zero. */
const EDGES = Float64Array.from({ length: BANDS_PER_DECADE * DECADES }, () => 0)
for (let i = 0, edge = FIRST_EDGE; i < EDGES.length; i++, edge *= STEP) EDGES[i] = edge

/** One band of a profile that holds anything. */
export interface LatencyBand {
  fromNanos: Nanos
  toNanos: Nanos
  /** How many of each source fell into it. */
  counts: number[]
}

/**
 * How latencies of the last five to ten seconds are spread, in bands of equal width on a logarithmic axis, by where the answers
 * came from: a percentile hides that there are three kinds of answers, a profile shows their humps.
 */
export class LatencyProfile {
  readonly #sources: number
  #now: Float64Array
  #before: Float64Array
  #halfAt: Nanos = 0

  constructor(sources: number) {
    assert(Number.isInteger(sources) && sources >= 1, 'a profile has at least one source')
    this.#sources = sources
    this.#now = new Float64Array((EDGES.length + 1) * sources)
    this.#before = new Float64Array((EDGES.length + 1) * sources)
  }

  record(now: Nanos, source: number, latencyNanos: Nanos): void {
    if (now >= this.#halfAt + HALF) this.#turn(now)
    this.#now[bandOf(latencyNanos) * this.#sources + source]++
  }

  /** All bands from the first to the last that holds anything, the fastest first. Reads only. */
  inspect(now: Nanos): LatencyBand[] {
    const passed = Math.floor((now - this.#halfAt) / HALF)
    const bands: LatencyBand[] = []
    for (let band = 0; band <= EDGES.length; band++) {
      const counts = Array.from({ length: this.#sources }, (_, source) => {
        const at = band * this.#sources + source
        if (passed === 0) return this.#now[at] + this.#before[at]
        return passed === 1 ? this.#now[at] : 0
      })
      bands.push({ fromNanos: band === 0 ? 0 : EDGES[band - 1], toNanos: EDGES[band] ?? Infinity, counts })
    }
    const filled = ({ counts }: LatencyBand) => counts.some((count) => count > 0)
    return bands.slice(bands.findIndex(filled), bands.findLastIndex(filled) + 1)
  }

  #turn(now: Nanos): void {
    const passed = Math.floor((now - this.#halfAt) / HALF)
    const old = this.#before
    this.#before = this.#now
    this.#now = old.fill(0)
    if (passed > 1) this.#before.fill(0)
    this.#halfAt += passed * HALF
  }
}

/** The band of a latency, by halving. */
function bandOf(latencyNanos: Nanos): number {
  let low = 0
  let high = EDGES.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (EDGES[middle] <= latencyNanos) low = middle + 1
    else high = middle
  }
  return low
}
