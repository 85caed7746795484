import { growFloat64, growInt32 } from './grow.ts'

/** Moving more than this many events to insert one is dearer than spreading them over finer buckets. */
const LONGEST_SHIFT = 48

/**
 * The earliest events, sorted: latest first, and among equal times newest first, so that the next one is at the end.
 * Small in ordinary life; only a burst of equal times, which needs no sorting, makes it large.
 */
export class SortedBottom {
  times = new Float64Array(256)
  handles = new Int32Array(256)
  count = 0

  /**
   * Inserts an event that is newer than all others of its time. False, and nothing done, when too many events would
   * have to move.
   */
  insertNewest(from: Float64Array, index: number, handle: number): boolean {
    const time = from[index]
    const { count } = this
    if (count > LONGEST_SHIFT && this.times[count - LONGEST_SHIFT - 1] <= time) return false
    if (count === this.times.length) this.#grow()
    const { times, handles } = this
    let at = count
    while (at > 0 && times[at - 1] <= time) {
      times[at] = times[at - 1]
      handles[at] = handles[--at]
    }
    times[at] = time
    handles[at] = handle
    this.count = count + 1
    return true
  }

  /** Inserts an event that is older than all others of its time. For lists that are walked from their newest event. */
  insertOldest(from: Float64Array, index: number, handle: number): void {
    const time = from[index] // read first: it may be one of those that move
    const { count } = this
    if (count === this.times.length) this.#grow()
    const { times, handles } = this
    let at = count
    while (at > 0 && times[at - 1] < time) {
      times[at] = times[at - 1]
      handles[at] = handles[--at]
    }
    times[at] = time
    handles[at] = handle
    this.count = count + 1
  }

  /** Takes the events of exactly this time off the end and returns how many; they stay readable behind `count`. */
  cutRunAtEnd(time: number): number {
    const before = this.count
    while (this.count > 0 && this.times[this.count - 1] === time) this.count--
    return before - this.count
  }

  #grow(): void {
    this.times = growFloat64(this.times, this.times.length * 2)
    this.handles = growInt32(this.handles, this.handles.length * 2)
  }
}
