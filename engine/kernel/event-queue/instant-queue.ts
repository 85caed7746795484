import { growInt32 } from './grow.ts'

/** First in, first out: the events that were scheduled for the very instant at which they were scheduled. */
export class InstantQueue {
  handles = new Int32Array(64)
  head = 0
  tail = 0

  push(handle: number): void {
    if (this.tail === this.handles.length) this.#makeRoom(1)
    this.handles[this.tail++] = handle
  }

  shift(): number {
    const handle = this.handles[this.head++]
    if (this.head === this.tail) this.head = this.tail = 0
    return handle
  }

  /** Puts `count` handles, given newest first and starting at `from`, before all others. */
  prependReversed(newestFirst: Int32Array, from: number, count: number): void {
    this.#makeRoom(count)
    this.handles.copyWithin(count, this.head, this.tail)
    this.tail += count - this.head
    this.head = 0
    for (let i = 0; i < count; i++) this.handles[i] = newestFirst[from + count - 1 - i]
  }

  /** Room for `count` more, at the front or at the end: moves everything to the start, or doubles. */
  #makeRoom(count: number): void {
    const length = this.tail - this.head
    const capacity = this.handles.length
    if (length + count > capacity / 2) this.handles = growInt32(this.handles, 2 * (length + count) + capacity)
    this.handles.copyWithin(0, this.head, this.tail)
    this.head = 0
    this.tail = length
  }
}
