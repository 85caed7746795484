type Numbers = Float32Array | Float64Array

/**
 * The numbers of consecutive rows in one piece, so that a stretch of them is a view and not a copy. The buffer doubles up to `most` and
 * then slides: rows that are not held any more make room. Each column of a table gets sizes of its own, or else all of them would move
 * with one and the same row, and a frame with it.
 */
export class SlidingColumn<T extends Numbers> {
  /** The row that stands first in the buffer. */
  #base: number
  #values: T

  constructor(
    readonly make: (length: number) => T,
    length: number,
    readonly most: number,
    base = 0,
  ) {
    this.#base = base
    this.#values = make(length)
  }

  /** Writes a row: one that is there, or the next one. `oldest` is the first row that must be kept. */
  set(row: number, value: number, oldest: number): void {
    if (row - this.#base >= this.#values.length) this.#makeRoom(row, oldest)
    this.#values[row - this.#base] = value
  }

  at(row: number): number {
    return this.#values[row - this.#base]
  }

  /** Rows from `from` up to before `to`: valid until the next row is written. */
  view(from: number, to: number): T {
    return this.#values.subarray(from - this.#base, to - this.#base) as T
  }

  /** Every row says the same from here on. */
  fill(value: number): void {
    this.#values.fill(value)
  }

  #makeRoom(row: number, oldest: number): void {
    const size = Math.min(this.most, this.#values.length * 2)
    const kept = this.view(oldest, row)
    const moved = size > this.#values.length ? this.make(size) : this.#values
    moved.set(kept)
    this.#values = moved
    this.#base = oldest
  }
}
