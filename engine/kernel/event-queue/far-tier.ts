import { assert } from '../../lib/assert.ts'
import { growFloat64, growInt32 } from './grow.ts'

const SAMPLES = 32
const SAMPLE_RANK = 28 // the sample below which seven eighths of the events are expected
const STRETCH = 2 // how far beyond that sample the next rung reaches: room for what will be pushed meanwhile

/** All events beyond the rungs, in push order: pushing appends, and nothing is ordered until its turn comes. */
export class FarTier {
  times = new Float64Array(1024)
  handles = new Int32Array(1024)
  count = 0
  /** What `measure` found: the earliest and latest time, and where the next rung should end. */
  earliest = 0
  latest = 0
  end = 0
  #samples = new Float64Array(SAMPLES)

  push(from: Float64Array, index: number, handle: number): void {
    const time = from[index]
    assert(time <= Number.MAX_SAFE_INTEGER, 'an event is scheduled before 2^53 nanoseconds')
    if (this.count === this.times.length) this.#grow()
    this.times[this.count] = time
    this.handles[this.count++] = handle
  }

  /**
   * Sets `earliest`, `latest` and `end`. The end follows a quantile of evenly spaced samples, not the latest time, so that a
   * few timers hours away do not make the buckets useless for the crowd.
   */
  measure(): void {
    const { times, count } = this
    let earliest = times[0]
    let latest = earliest
    for (let i = 1; i < count; i++) {
      if (times[i] < earliest) earliest = times[i]
      else if (times[i] > latest) latest = times[i]
    }
    const samples = this.#samples
    for (let i = 0; i < SAMPLES; i++) samples[i] = times[Math.floor((i * count) / SAMPLES)]
    samples.sort()
    const reach = samples[SAMPLE_RANK] - earliest
    this.earliest = earliest
    this.latest = latest
    this.end = reach > 0 ? earliest + STRETCH * reach : latest
  }

  #grow(): void {
    this.times = growFloat64(this.times, this.times.length * 2)
    this.handles = growInt32(this.handles, this.handles.length * 2)
  }
}
