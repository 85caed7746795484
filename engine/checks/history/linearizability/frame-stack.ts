/** Places within a frame. The required bits follow, then the used bits, then the place among the candidates. */
export const FRONTIER = 0
export const STATE = 1
export const BEFORE = 2
export const BITS = 3
const TAIL = 3

/** The configurations on the way to the current one, in one array: nothing is allocated per step. */
export class FrameStack {
  /** Frames one after the other; `top` is where the last one starts. Replaced when it grows. */
  cells: Int32Array
  top = 0
  readonly stride: number
  /** From a frame to its used bits. */
  readonly usedOffset: number
  readonly #words: number
  #candidates = new Int32Array(64)

  /** One bit a slot, twice. */
  constructor(slots: number) {
    this.#words = Math.max(1, Math.ceil(slots / 32))
    this.usedOffset = BITS + this.#words
    this.stride = this.usedOffset + this.#words + TAIL
    this.cells = new Int32Array(8 * this.stride)
  }

  get words(): number {
    return this.#words
  }

  /** Puts a copy of the top frame on top, with no candidates yet. */
  push(): void {
    const from = this.top
    this.top += this.stride
    if (this.top === this.cells.length) {
      const cells = new Int32Array(2 * this.cells.length)
      cells.set(this.cells)
      this.cells = cells
    }
    const { cells, stride } = this
    for (let i = 0; i < stride; i++) cells[this.top + i] = cells[from + i]
    const tail = this.top + stride - TAIL
    cells[tail] = cells[tail + 1] = cells[tail + 2]
  }

  pop(): void {
    this.top -= this.stride
  }

  get empty(): boolean {
    return this.top < 0
  }

  addCandidate(candidate: number): void {
    const end = this.top + this.stride - 1
    if (this.cells[end] === this.#candidates.length) {
      const candidates = new Int32Array(2 * this.#candidates.length)
      candidates.set(this.#candidates)
      this.#candidates = candidates
    }
    this.#candidates[this.cells[end]++] = candidate
  }

  /** Orders the top frame's candidates, the smallest rank first; equal ranks stay in order. */
  sortCandidates(rank: Float64Array): void {
    const list = this.#candidates
    const start = this.cells[this.top + this.stride - TAIL]
    const end = this.cells[this.top + this.stride - 1]
    for (let i = start + 1; i < end; i++) {
      const candidate = list[i]
      let j = i - 1
      for (; j >= start && rank[list[j]] > rank[candidate]; j--) list[j + 1] = list[j]
      list[j + 1] = candidate
    }
  }

  /** Takes the top frame's next candidate, or returns `none`. */
  nextCandidate(none: number): number {
    const next = this.top + this.stride - 2
    if (this.cells[next] === this.cells[next + 1]) return none
    return this.#candidates[this.cells[next]++]
  }

  isUsed(slot: number): boolean {
    return (this.cells[this.top + this.usedOffset + (slot >>> 5)] & (1 << (slot & 31))) !== 0
  }

  isRequired(slot: number): boolean {
    return (this.cells[this.top + BITS + (slot >>> 5)] & (1 << (slot & 31))) !== 0
  }

  /** The operation in the slot is done. */
  use(slot: number): void {
    this.cells[this.top + this.usedOffset + (slot >>> 5)] |= 1 << (slot & 31)
    this.release(slot)
  }

  require(slot: number): void {
    this.cells[this.top + BITS + (slot >>> 5)] |= 1 << (slot & 31)
  }

  /** The operation in the slot need not be done any more. */
  release(slot: number): void {
    this.cells[this.top + BITS + (slot >>> 5)] &= ~(1 << (slot & 31))
  }

  /** The slot is free for another operation. */
  clear(slot: number): void {
    this.cells[this.top + this.usedOffset + (slot >>> 5)] &= ~(1 << (slot & 31))
    this.release(slot)
  }
}
