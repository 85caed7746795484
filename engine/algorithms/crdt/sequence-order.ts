import { assert } from '../../lib/assert.ts'

/** Rows of a chunk at the most; splitting one moves half as many. */
const CHUNK_ROWS = 512
const BEFORE_ALL = -1

interface Chunk {
  readonly rows: Int32Array
  size: number
  /** Rows that are not deleted. */
  visible: number
  /** Its place among the chunks. */
  place: number
}

/** Where a row stands. */
export interface Place {
  readonly chunk: number
  readonly offset: number
}

/**
 * An order of rows in chunks of typed arrays, with counts of the visible ones, so that places can be found by index and
 * by row, and rows be put between others, without touching the rest.
 * Paper: none; an unrolled linked list (Shao, Reppy and Appel 1994) with counts. Compare: a linked list (finding an index
 * is linear), one array (inserting is linear). Cost: O(chunks) to find by index, with a look first where it was last;
 * O(chunk) to insert. Invariant: the rows of all chunks, one after the other, are the order.
 */
export class SequenceOrder {
  #chunks: Chunk[] = []
  /** By row: the chunk it is in. */
  readonly #chunkOf: Chunk[] = []
  #visible = 0
  /** Where an index was found last: the chunk's place, and the visible rows before it. */
  #lastPlace = 0
  #lastBefore = 0
  /** By row: 1 when it is deleted. */
  #hidden = new Uint8Array(CHUNK_ROWS)

  get visible(): number {
    return this.#visible
  }

  /** The row of the visible element at `index`. */
  rowAt(index: number): number {
    assert(index >= 0 && index < this.#visible, 'an index is that of an element')
    const chunk = this.#chunkWith(index)
    let left = index - this.#lastBefore
    if (chunk.visible === chunk.size) return chunk.rows[left]
    for (let offset = 0; ; offset++) {
      const row = chunk.rows[offset]
      if (this.#hidden[row] === 0 && left-- === 0) return row
    }
  }

  /** The row after `row`, deleted ones too; -1 at the end. -1 as `row` stands before all. */
  after(row: number): number {
    const place = row === BEFORE_ALL ? { chunk: 0, offset: -1 } : this.#placeOf(row)
    return this.#rowFrom(place.chunk, place.offset + 1)
  }

  /** Puts `rows` behind `row`, or before all. */
  insertAfter(row: number, rows: readonly number[]): void {
    if (this.#chunks.length === 0) this.#chunks.push(emptyChunk(0))
    let { chunk, offset } = row === BEFORE_ALL ? { chunk: 0, offset: -1 } : this.#placeOf(row)
    for (const each of rows) {
      offset++
      if (this.#chunks[chunk].size === CHUNK_ROWS) {
        const half = this.#split(chunk, offset)
        if (offset > half) {
          chunk++
          offset -= half
        }
      }
      this.#put(this.#chunks[chunk], offset, each)
    }
    this.#visible += rows.length
  }

  isHidden(row: number): boolean {
    return this.#hidden[row] === 1
  }

  /** The row was visible and is deleted now. */
  hide(row: number): void {
    this.#hidden[row] = 1
    const chunk = this.#chunkOf[row]
    chunk.visible--
    this.#visible--
    if (chunk.place < this.#lastPlace) this.#lastBefore--
  }

  /** Calls `visit` for all visible rows in order. */
  each(visit: (row: number) => void): void {
    for (const { rows, size } of this.#chunks)
      for (let i = 0; i < size; i++) if (this.#hidden[rows[i]] === 0) visit(rows[i])
  }

  #rowFrom(chunk: number, offset: number): number {
    const chunks = this.#chunks
    if (chunk >= chunks.length) return BEFORE_ALL
    if (offset < chunks[chunk].size) return chunks[chunk].rows[offset]
    return chunk + 1 < chunks.length ? chunks[chunk + 1].rows[0] : BEFORE_ALL
  }

  #chunkWith(index: number): Chunk {
    const chunks = this.#chunks
    let place = this.#lastPlace
    let before = this.#lastBefore
    while (index < before) before -= chunks[--place].visible
    while (index >= before + chunks[place].visible) before += chunks[place++].visible
    this.#lastPlace = place
    this.#lastBefore = before
    return chunks[place]
  }

  #placeOf(row: number): Place {
    const chunk = this.#chunkOf[row]
    return { chunk: chunk.place, offset: chunk.rows.indexOf(row) }
  }

  #put(chunk: Chunk, offset: number, row: number): void {
    chunk.rows.copyWithin(offset + 1, offset, chunk.size)
    chunk.rows[offset] = row
    chunk.size++
    chunk.visible++
    if (chunk.place < this.#lastPlace) this.#lastBefore++
    if (row >= this.#hidden.length) this.#growTo(row)
    this.#chunkOf[row] = chunk
  }

  /** Moves the second half of a full chunk into a new one; at the very end, where text is typed, nothing. Returns the size that is left. */
  #split(place: number, offset: number): number {
    const full = this.#chunks[place]
    const left = offset === CHUNK_ROWS && place === this.#chunks.length - 1 ? CHUNK_ROWS - 1 : CHUNK_ROWS / 2
    const next = emptyChunk(place + 1)
    next.rows.set(full.rows.subarray(left, full.size))
    next.size = full.size - left
    full.size = left
    this.#chunks.splice(place + 1, 0, next)
    for (let i = place + 2; i < this.#chunks.length; i++) this.#chunks[i].place = i
    if (place < this.#lastPlace) this.#lastPlace++
    for (let i = 0; i < next.size; i++) {
      this.#chunkOf[next.rows[i]] = next
      if (this.#hidden[next.rows[i]] === 0) next.visible++
    }
    full.visible -= next.visible
    return left
  }

  #growTo(row: number): void {
    const hidden = new Uint8Array(Math.max(2 * this.#hidden.length, row + 1))
    hidden.set(this.#hidden)
    this.#hidden = hidden
  }
}

function emptyChunk(place: number): Chunk {
  return { rows: new Int32Array(CHUNK_ROWS), size: 0, visible: 0, place }
}
