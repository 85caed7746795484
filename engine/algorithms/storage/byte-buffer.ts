/** Bytes of a file that only grows at its end, with numbers written and read in little-endian order. */
export class ByteBuffer {
  bytes: Uint8Array
  /** How many of them are in use. */
  length = 0
  #view: DataView

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.bytes.buffer)
  }

  putByte(value: number): void {
    this.#reserve(1)
    this.bytes[this.length] = value
    this.length += 1
  }

  putInteger(value: number): void {
    this.#reserve(4)
    this.#view.setUint32(this.length, value, true)
    this.length += 4
  }

  putNumber(value: number): void {
    this.#reserve(8)
    this.#view.setFloat64(this.length, value, true)
    this.length += 8
  }

  /** Leaves room for an integer that is known later; gives its place. */
  skipInteger(): number {
    this.putInteger(0)
    return this.length - 4
  }

  setInteger(at: number, value: number): void {
    this.#view.setUint32(at, value, true)
  }

  byteAt(at: number): number {
    return this.bytes[at]
  }

  integerAt(at: number): number {
    return this.#view.getUint32(at, true)
  }

  numberAt(at: number): number {
    return this.#view.getFloat64(at, true)
  }

  /** Ends the file at `length`; what was behind reads as zeros when it grows again. */
  cut(length: number): void {
    this.bytes.fill(0, length, this.length)
    this.length = length
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
