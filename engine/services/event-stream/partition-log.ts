import type { Batch } from '../stream-mapper/protocol.ts'

/** What the stream keeps for one mapper until the mapper says that it is safe: batches in a row, the oldest numbered `first`. */
export class PartitionLog {
  first = 0
  readonly #batches: Batch[] = []
  #head = 0

  /** The number of the next batch. */
  get end(): number {
    return this.first + this.#batches.length - this.#head
  }
  /** Batches that are kept. */
  get kept(): number {
    return this.#batches.length - this.#head
  }

  append(batch: Batch): void {
    this.#batches.push(batch)
  }

  at(sequence: number): Batch {
    return this.#batches[this.#head + sequence - this.first]
  }

  /** Forgets what is before `next`. */
  release(next: number): void {
    const drop = Math.min(this.kept, Math.max(0, next - this.first))
    this.#head += drop
    this.first += drop
    if (this.#head * 2 < this.#batches.length) return
    this.#batches.splice(0, this.#head)
    this.#head = 0
  }
}
