import { assert } from '../../lib/assert.ts'
import type { ProducerSnapshot } from './producer-table.ts'
import type { RecordBatch } from './record-batch.ts'

/**
 * One file of a partition's log with its sparse index: an entry each so many bytes, from which a read scans forward.
 * Paper: Kreps, Narkhede and Rao, "Kafka: a distributed messaging system for log processing" (NetDB 2011), section 3.1; the
 * file is a list of batches here. Compare: a dense index, which costs an entry a record.
 * Cost: O(log index + batches an interval) a look-up, one entry an interval. Invariant: offsets ascend, in file and index.
 */
export class LogSegment {
  bytes = 0
  /** When its newest batch was written; what retention goes by. */
  newestNanos = 0
  /** Every record that a later one replaces has been cleaned away. */
  cleaned = false
  #batches: RecordBatch[] = []
  /** Of each indexed batch: its base offset, and its place in the file. */
  #offsets: number[] = []
  #places: number[] = []
  #sinceIndexed = 0

  constructor(
    readonly baseOffset: number,
    readonly indexIntervalBytes: number,
    /** What was known of producers when it began: from here they are worked out again after a truncation. */
    readonly producersBefore: ProducerSnapshot,
  ) {}

  get batches(): readonly RecordBatch[] {
    return this.#batches
  }
  get indexEntries(): number {
    return this.#offsets.length
  }

  append(batch: RecordBatch): void {
    assert((this.#batches.at(-1)?.lastOffset ?? -1) < batch.baseOffset, 'offsets ascend within a segment')
    if (this.#offsets.length === 0 || this.#sinceIndexed >= this.indexIntervalBytes) {
      this.#offsets.push(batch.baseOffset)
      this.#places.push(this.#batches.length)
      this.#sinceIndexed = 0
    }
    this.#batches.push(batch)
    this.#sinceIndexed += batch.bytes
    this.bytes += batch.bytes
    this.newestNanos = batch.atNanos
  }

  /** The first batch that ends at `offset` or later; the number of batches when there is none. */
  placeOf(offset: number): number {
    let low = 0
    let high = this.#offsets.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#offsets[middle] <= offset) low = middle + 1
      else high = middle
    }
    let place = low === 0 ? 0 : this.#places[low - 1]
    while (place < this.#batches.length && this.#batches[place].lastOffset < offset) place++
    return place
  }

  /** Forgets every batch that reaches `offset`. */
  truncateTo(offset: number): void {
    this.replace(this.#batches.slice(0, this.placeOf(offset)))
  }

  /** Writes the file anew. */
  replace(batches: readonly RecordBatch[]): void {
    this.#batches = []
    this.#offsets = []
    this.#places = []
    this.#sinceIndexed = 0
    this.bytes = 0
    for (const batch of batches) this.append(batch)
  }
}
