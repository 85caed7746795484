import type { Column, ColumnChange } from '../../engine/run/timeline.ts'
import { SlidingColumn } from './sliding-column.ts'

/** A stretch of one column: views into the ring, valid until the next frame. Do not keep them, do not write to them. */
export interface RingWindow {
  /** Instants in ns. */
  times: Float64Array
  /** Readings; NaN where there was none. */
  values: Float32Array
}

/** Ten simulated minutes of readings taken every 100 ms. */
export const RING_ROWS = 6_000
const FIRST_ROWS = 1_024
/** Buffers of columns differ by up to so many rows, so that few of them move with the same row. */
const SPREAD_ROWS = 512

const NO_TIMES = new Float64Array(0)
const NO_VALUES = new Float32Array(0)

/**
 * The latest readings of one lane, by column, outside React. Rows come in time order; the oldest go when `capacity` is reached.
 * Every column lies in one piece, so that a window is a view and not a copy: the buffers are half as long again as the capacity
 * and slide when they are full, which costs two copies a row. Charts get single precision; `latest` is exact.
 * When the graph is edited, columns come and go: a place that gets another column forgets what it held.
 */
export class FrameRing {
  readonly #indexes = new Map<string, number>()
  /** What every place of a row stands for, and what stood there last when it is empty. */
  readonly #places: (Column | null)[]
  readonly #lastIds: string[]
  readonly #listeners = new Set<() => void>()
  /** Events that have fired, by the newest frame. */
  events = 0
  #latest: Float64Array
  readonly #times: SlidingColumn<Float64Array>
  readonly #columns: SlidingColumn<Float32Array>[]
  /** Rows count from the first one of the run: those from `#start` to before `#end` are held. */
  #start = 0
  #end = 0
  /** Counts frames that brought rows. */
  version = 0

  constructor(
    places: readonly (Column | null)[],
    readonly capacity: number = RING_ROWS,
  ) {
    this.#places = [...places]
    this.#lastIds = places.map((column) => column?.id ?? '')
    places.forEach((column, i) => column !== null && this.#indexes.set(column.id, i))
    this.#latest = new Float64Array(places.length).fill(NaN)
    this.#times = new SlidingColumn((length) => new Float64Array(length), FIRST_ROWS, this.#most(0))
    this.#columns = places.map((_, at) => this.#newColumn(at))
  }

  /** The columns that there are. */
  get columns(): Column[] {
    return this.#places.filter((column) => column !== null)
  }

  /** The graph was edited: some places have another column from here on. One that has its old column back remembers. */
  change(changes: readonly ColumnChange[]): void {
    for (const { at, column } of changes) {
      const before = this.#places[at]
      if (before !== null && before !== undefined && this.#indexes.get(before.id) === at)
        this.#indexes.delete(before.id)
      this.#columns[at] ??= this.#newColumn(at)
      this.#places[at] = column
      if (column === null) continue
      this.#indexes.set(column.id, at)
      if (this.#lastIds[at] !== column.id) this.#columns[at].fill(NaN)
      this.#lastIds[at] = column.id
    }
    const latest = new Float64Array(this.#places.length).fill(NaN)
    latest.set(this.#latest)
    for (const { at } of changes) latest[at] = NaN
    this.#latest = latest
  }

  /** How many rows are held. */
  get length(): number {
    return this.#end - this.#start
  }
  /** The instant of the newest row in ns; -1 before the first. */
  get lastTime(): number {
    return this.length === 0 ? -1 : this.#times.at(this.#end - 1)
  }
  /** The instant of the oldest row held in ns; -1 before the first. */
  get firstTime(): number {
    return this.length === 0 ? -1 : this.#times.at(this.#start)
  }

  /** Where a column stands; -1 when there is none of that name. */
  columnIndex(id: string): number {
    return this.#indexes.get(id) ?? -1
  }

  column(id: string): Column | null {
    return this.#places[this.columnIndex(id)] ?? null
  }

  /** Takes rows of a number a place and one more, the instant first, and how many events had fired by then. */
  append(rows: Float64Array, events = this.events): void {
    this.events = events
    const width = this.#places.length + 1
    const count = Math.floor(rows.length / width)
    if (count === 0) return
    for (let row = Math.max(0, count - this.capacity); row < count; row++) this.#push(rows, row * width)
    const last = (count - 1) * width + 1
    this.#latest.set(rows.subarray(last, last + this.#places.length))
    this.version++
    for (const listener of this.#listeners) listener()
  }

  /** The newest reading, exactly as it was taken; NaN when there is none. */
  latest(id: string): number {
    const index = this.columnIndex(id)
    return index === -1 ? NaN : this.#latest[index]
  }

  /** The readings of a column with `fromNanos <= instant <= toNanos`. */
  window(id: string, fromNanos = -Infinity, toNanos = Infinity): RingWindow {
    const index = this.columnIndex(id)
    const from = this.#firstAtOrAfter(fromNanos)
    const to = toNanos === Infinity ? this.#end : this.#firstAtOrAfter(toNanos, true)
    if (index === -1 || to <= from) return { times: NO_TIMES, values: NO_VALUES }
    return { times: this.#times.view(from, to), values: this.#columns[index].view(from, to) }
  }

  /** The newest `count` readings of a column, fewer at the beginning. */
  tail(id: string, count: number): RingWindow {
    const index = this.columnIndex(id)
    if (index === -1) return { times: NO_TIMES, values: NO_VALUES }
    const from = Math.max(this.#start, this.#end - count)
    return {
      times: this.#times.view(from, this.#end),
      values: this.#columns[index].view(from, this.#end),
    }
  }

  /** Mean of the newest `count` readings that exist; NaN when none does. */
  recentMean(id: string, count: number): number {
    const { values } = this.tail(id, count)
    let sum = 0
    let seen = 0
    for (const value of values) {
      if (Number.isNaN(value)) continue
      sum += value
      seen++
    }
    return seen === 0 ? NaN : sum / seen
  }

  /** Calls back after every frame that brought rows, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #push(rows: Float64Array, at: number): void {
    if (this.length === this.capacity) this.#start++
    this.#times.set(this.#end, rows[at], this.#start)
    for (let i = 0; i < this.#columns.length; i++)
      this.#columns[i].set(this.#end, rows[at + 1 + i], this.#start)
    this.#end++
  }

  /** A column that has nothing in the rows that are held. */
  #newColumn(at: number): SlidingColumn<Float32Array> {
    const length = Math.max(FIRST_ROWS, this.length) + (at % SPREAD_ROWS)
    const make = (size: number) => new Float32Array(size).fill(NaN)
    return new SlidingColumn(make, length, this.#most(at), this.#start)
  }

  #most(at: number): number {
    return Math.max(this.capacity + 1, Math.ceil(this.capacity * 1.5)) + (at % SPREAD_ROWS)
  }

  /** Binary search over the instants; `after` makes it the first one later than `nanos`. */
  #firstAtOrAfter(nanos: number, after = false): number {
    let low = this.#start
    let high = this.#end
    while (low < high) {
      const middle = (low + high) >> 1
      const before = after ? this.#times.at(middle) <= nanos : this.#times.at(middle) < nanos
      if (before) low = middle + 1
      else high = middle
    }
    return low
  }
}
