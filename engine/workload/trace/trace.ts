import { TraceError } from './trace-error.ts'

/** What was asked for, in order, as somebody recorded it. */
export interface Trace {
  /** The format it was read from, for people. */
  format: string
  /** Dense numbers 0, 1, …, distinct - 1 in the order in which keys first appear. */
  keys: Uint32Array
  /** Size of the object asked for, in bytes; null when the format has none. */
  sizesBytes: Uint32Array | null
  distinct: number
}

/** More is refused: it would not fit into the memory of a page. */
export const MOST_REQUESTS = 50_000_000
/** A Map holds no more than 2^24 entries. */
export const MOST_DISTINCT = 16_000_000

/** Collects requests while a trace is read and numbers their keys. `where` names the place for errors, as "line 3". */
export class TraceBuilder {
  #keys = new Uint32Array(65_536)
  #sizesBytes: Uint32Array | null = null
  #count = 0
  /** Whole numbers are kept as numbers, anything else as text. */
  readonly #numbers = new Map<number | string, number>()

  get count(): number {
    return this.#count
  }

  add(key: number | string, where: () => string, sizeBytes?: number): void {
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#numbers.size
      if (number === MOST_DISTINCT) {
        throw new TraceError(
          `The trace has more than ${MOST_DISTINCT} different keys at ${where()}; cut it before.`,
        )
      }
      this.#numbers.set(key, number)
    }
    if (this.#count === this.#keys.length) this.#grow(where)
    this.#keys[this.#count] = number
    if (sizeBytes !== undefined) {
      this.#sizesBytes ??= new Uint32Array(this.#keys.length)
      this.#sizesBytes[this.#count] = sizeBytes
    }
    this.#count++
  }

  finish(format: string): Trace {
    return {
      format,
      keys: this.#keys.slice(0, this.#count),
      sizesBytes: this.#sizesBytes?.slice(0, this.#count) ?? null,
      distinct: this.#numbers.size,
    }
  }

  #grow(where: () => string): void {
    if (this.#count >= MOST_REQUESTS) {
      throw new TraceError(`The trace has more than ${MOST_REQUESTS} requests at ${where()}; cut it before.`)
    }
    const length = Math.min(MOST_REQUESTS, 2 * this.#keys.length)
    const keys = new Uint32Array(length)
    keys.set(this.#keys)
    this.#keys = keys
    if (this.#sizesBytes === null) return
    const sizes = new Uint32Array(length)
    sizes.set(this.#sizesBytes)
    this.#sizesBytes = sizes
  }
}
