import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { LogSegment } from './log-segment.ts'
import type { ProducerSnapshot } from './producer-table.ts'
import { indexOf, type RecordBatch } from './record-batch.ts'

export interface PartitionLogOptions {
  /** A segment is closed when the next batch would make it larger. */
  readonly segmentBytes: number
  readonly indexIntervalBytes: number
}

/**
 * The log of one partition: segments in a row, of which the last is written to. Offsets never change once given out; old
 * segments go as a whole, the end can be cut off, the middle can be cleaned.
 * Paper: Kreps, Narkhede and Rao, "Kafka" (NetDB 2011). Compare: one file, which could only be shortened by copying it.
 * Cost: O(1) an append, O(log segments + log index) to find an offset. Invariant: offsets ascend through all segments.
 */
export class PartitionLog {
  options: PartitionLogOptions
  #segments: LogSegment[] = []
  #startOffset = 0
  #endOffset = 0

  constructor(options: PartitionLogOptions) {
    this.options = options
  }

  /** The first offset that is kept. */
  get startOffset(): number {
    return this.#startOffset
  }
  /** The offset that the next record gets. */
  get endOffset(): number {
    return this.#endOffset
  }
  get segments(): readonly LogSegment[] {
    return this.#segments
  }
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }
  /** Leader epoch of the newest batch; 0 when there is none. */
  get lastEpoch(): number {
    return this.#segments.at(-1)?.batches.at(-1)?.leaderEpoch ?? 0
  }

  /** Whether the next batch of `bytes` begins a new segment. */
  rollsFor(bytes: number): boolean {
    const active = this.#segments.at(-1)
    return active === undefined || (active.bytes > 0 && active.bytes + bytes > this.options.segmentBytes)
  }

  /** Adds a batch at the end. A copy of a cleaned log may leave out offsets, but never goes back. */
  append(batch: RecordBatch, producersBefore: ProducerSnapshot): void {
    assert(batch.baseOffset >= this.#endOffset, 'a batch goes to the end of the log')
    if (this.rollsFor(batch.bytes))
      this.#segments.push(new LogSegment(batch.baseOffset, this.options.indexIntervalBytes, producersBefore))
    this.#segments.at(-1)!.append(batch)
    this.#endOffset = batch.lastOffset + 1
  }

  /**
   * Batches from the one that holds `offset` on, up to `below` and about `mostBytes`; at least one if there is any, so that
   * a reader with a small budget is not stuck. The first may begin before `offset`.
   */
  read(offset: number, mostBytes: number, below: number): RecordBatch[] {
    const found: RecordBatch[] = []
    let bytes = 0
    for (let at = this.#segmentOf(offset); at < this.#segments.length; at++) {
      const { batches } = this.#segments[at]
      for (let place = this.#segments[at].placeOf(offset); place < batches.length; place++) {
        const batch = batches[place]
        if (batch.lastOffset < offset) continue // what stood between was cleaned away
        bytes += batch.bytes
        if (batch.lastOffset >= below || (found.length > 0 && bytes > mostBytes)) return found
        found.push(batch)
      }
    }
    return found
  }

  /** Whether batches from `offset` up to `below` have at least so many bytes together. */
  holds(bytes: number, offset: number, below: number): boolean {
    let found = 0
    for (let at = this.#segmentOf(offset); at < this.#segments.length; at++) {
      const { batches } = this.#segments[at]
      for (let place = this.#segments[at].placeOf(offset); place < batches.length; place++) {
        if (batches[place].lastOffset < offset) continue
        if (batches[place].lastOffset >= below) return false
        found += batches[place].bytes
        if (found >= bytes) return true
      }
    }
    return false
  }

  /** The batch that has this offset; null when there is none any more or yet. */
  batchAt(offset: number): RecordBatch | null {
    if (offset < this.#startOffset || offset >= this.#endOffset) return null
    const segment = this.#segments[this.#segmentOf(offset)]
    const batch = segment.batches[segment.placeOf(offset)] as RecordBatch | undefined
    return batch !== undefined && batch.baseOffset <= offset && offset <= batch.lastOffset ? batch : null
  }

  /** Below this it has been cleaned: an offset without a batch was given up on purpose. */
  get cleanedBelow(): number {
    return this.#segments.find(({ cleaned }) => !cleaned)?.baseOffset ?? this.#startOffset
  }

  /** What the record at `offset` says; undefined when there is none. */
  valueAt(offset: number): unknown {
    const batch = this.batchAt(offset)
    if (batch === null) return undefined
    const index = indexOf(batch, offset)
    return index < 0 ? undefined : batch.values[index]
  }

  /** Cuts everything from `offset` on off. What was known of producers at the start of the last segment left, for working them out again. */
  truncateTo(offset: number): void {
    if (offset >= this.#endOffset) return
    while (this.#segments.length > 0 && this.#segments.at(-1)!.baseOffset >= offset) this.#segments.pop()
    this.#segments.at(-1)?.truncateTo(offset)
    this.#endOffset = Math.max(offset, this.#startOffset)
    if (this.#segments.at(-1)?.batches.length === 0) this.#segments.pop()
  }

  /** Begins anew at `offset`, empty: what a replica does whose end lies before the leader's start. */
  restartAt(offset: number): void {
    this.#segments = []
    this.#startOffset = offset
    this.#endOffset = offset
  }

  /** Lets segments go, oldest first, that end below `limit`, while they are too old or all together are too large. */
  expire(now: Nanos, retentionNanos: Nanos, retentionBytes: number, limit: number): number {
    let { bytes } = this
    let gone = 0
    while (this.#segments.length > 1) {
      const [oldest, next] = this.#segments
      if (next.baseOffset > limit) break
      if (now - oldest.newestNanos <= retentionNanos && bytes <= retentionBytes) break
      bytes -= oldest.bytes
      gone++
      this.#segments.shift()
      this.#startOffset = next.baseOffset
    }
    return gone
  }

  /** Segments of which nothing is left go; the one that is written to stays. */
  dropEmpty(): void {
    this.#segments = this.#segments.filter(
      ({ batches }, at) => batches.length > 0 || at === this.#segments.length - 1,
    )
  }

  /** Lets go of what the leader has let go of. */
  expireBelow(offset: number): void {
    while (this.#segments.length > 1 && this.#segments[1].baseOffset <= offset) {
      this.#segments.shift()
      this.#startOffset = this.#segments[0].baseOffset
    }
  }

  #segmentOf(offset: number): number {
    let low = 0
    let high = this.#segments.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#segments[middle].baseOffset <= offset) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }
}
