import { assert } from '../../lib/assert.ts'
import { sequenceAfter, type AbortedTransaction, type DraftBatch, type RecordBatch } from './record-batch.ts'

/** So many of a producer's latest batches are remembered: as many as it may have under way at once. */
const REMEMBERED = 5

interface SeenBatch {
  readonly baseSequence: number
  readonly nextSequence: number
  readonly baseOffset: number
}
interface Producer {
  readonly epoch: number
  readonly batches: readonly SeenBatch[]
  /** Where its open transaction begins; -1 without one. */
  readonly openSince: number
}
/** A transaction that has its marker; until that is replicated, readers do not pass. */
interface Ended {
  readonly firstOffset: number
  readonly markerOffset: number
}

/** All that the table knew at some offset. */
export interface ProducerSnapshot {
  readonly producers: ReadonlyMap<number, Producer>
  readonly ended: readonly Ended[]
  readonly aborted: readonly AbortedTransaction[]
}
export const NO_PRODUCERS: ProducerSnapshot = { producers: new Map(), ended: [], aborted: [] }

/** What to do with a batch that a producer has sent. */
export type Admission =
  | { readonly outcome: 'append' }
  /** It is in the log already; -1 when so far back that the offset is not remembered. */
  | { readonly outcome: 'duplicate'; readonly baseOffset: number }
  | { readonly outcome: 'out-of-order' | 'fenced' }

const APPEND: Admission = { outcome: 'append' }

/**
 * What a partition knows of those who write to it: their epoch, the sequence numbers of their latest batches, their open
 * transaction, and which transactions were aborted.
 * Paper: KIP-98 (idempotent and transactional producers), KIP-360 (a higher epoch begins its sequence anew), KIP-890 (a
 * marker raises the epoch, so that what was sent before it cannot land behind it). Compare: a set of all ids ever seen, which
 * never ends. Cost: O(1) a batch, O(open and just ended transactions) for the last stable offset.
 * Invariant: within one epoch of a producer sequences are consecutive.
 */
export class ProducerTable {
  #producers = new Map<number, Producer>()
  #ended: Ended[] = []
  #aborted: AbortedTransaction[] = []

  get aborted(): readonly AbortedTransaction[] {
    return this.#aborted
  }

  /** Judges a batch before it is appended. Without fencing, epochs are not looked at. */
  admit(batch: DraftBatch, fencing: boolean): Admission {
    const known = this.#producers.get(batch.producerId)
    if (known === undefined) return batch.baseSequence > 0 ? { outcome: 'out-of-order' } : APPEND
    if (fencing && batch.producerEpoch < known.epoch) return { outcome: 'fenced' }
    if (batch.producerEpoch > known.epoch || known.batches.length === 0)
      return fencing && batch.baseSequence > 0 ? { outcome: 'out-of-order' } : APPEND
    const last = known.batches.at(-1)!
    if (batch.baseSequence === last.nextSequence) return APPEND
    if (batch.baseSequence > last.nextSequence) return { outcome: 'out-of-order' }
    const twin = known.batches.find(({ baseSequence }) => baseSequence === batch.baseSequence)
    return { outcome: 'duplicate', baseOffset: twin?.baseOffset ?? -1 }
  }

  /** Whether a marker of this epoch, or what came after it, is here already. Without fencing epochs tell nothing. */
  hasMarker(producerId: number, epoch: number, fencing: boolean): boolean {
    const known = this.#producers.get(producerId)
    if (known === undefined) return false
    return fencing ? known.epoch >= epoch : known.openSince < 0
  }

  /** Takes note of a batch that is in the log now. */
  apply(batch: RecordBatch): void {
    if (batch.producerId < 0) return
    const known = this.#producers.get(batch.producerId)
    if (batch.control !== null) return this.#end(batch, known)
    const earlier = known !== undefined && known.epoch === batch.producerEpoch ? known.batches : []
    const seen: SeenBatch = {
      baseSequence: batch.baseSequence,
      nextSequence: sequenceAfter(batch),
      baseOffset: batch.baseOffset,
    }
    const open = known?.openSince ?? -1
    this.#producers.set(batch.producerId, {
      epoch: batch.producerEpoch,
      batches: [...earlier.slice(1 - REMEMBERED), seen],
      openSince: batch.transactional && open < 0 ? batch.baseOffset : open,
    })
  }

  /** Readers of committed records stop here: the first record whose transaction is open, or ended by a marker not below `highWatermark`. */
  firstUnstable(highWatermark: number): number {
    while (this.#ended.length > 0 && this.#ended[0].markerOffset < highWatermark) this.#ended.shift()
    let first = Infinity
    for (const { firstOffset, markerOffset } of this.#ended)
      if (markerOffset >= highWatermark && firstOffset < first) first = firstOffset
    for (const { openSince } of this.#producers.values())
      if (openSince >= 0 && openSince < first) first = openSince
    return first
  }

  /** Aborted transactions with records between two offsets. */
  abortedBetween(from: number, to: number): AbortedTransaction[] {
    return this.#aborted.filter(({ firstOffset, lastOffset }) => lastOffset >= from && firstOffset < to)
  }

  /** The log begins at `offset` now: what was aborted before is of no interest. */
  forgetBelow(offset: number): void {
    if (this.#aborted.length > 0 && this.#aborted[0].lastOffset < offset)
      this.#aborted = this.#aborted.filter(({ lastOffset }) => lastOffset >= offset)
  }

  snapshot(): ProducerSnapshot {
    return { producers: new Map(this.#producers), ended: this.#ended.slice(), aborted: this.#aborted.slice() }
  }

  restore({ producers, ended, aborted }: ProducerSnapshot): void {
    this.#producers = new Map(producers)
    this.#ended = ended.slice()
    this.#aborted = aborted.slice()
  }

  /** What the view draws. Reads only. */
  inspect() {
    const open = [...this.#producers.values()].filter(({ openSince }) => openSince >= 0)
    return { producers: this.#producers.size, open: open.length, aborted: this.#aborted.length } as const
  }

  #end(marker: RecordBatch, known: Producer | undefined): void {
    const openSince = known?.openSince ?? -1
    assert(openSince < marker.baseOffset, 'a transaction begins before its marker')
    if (openSince >= 0) {
      this.#ended.push({ firstOffset: openSince, markerOffset: marker.baseOffset })
      if (marker.control === 'abort')
        this.#aborted.push({
          producerId: marker.producerId,
          firstOffset: openSince,
          lastOffset: marker.baseOffset,
        })
    }
    const epoch = Math.max(marker.producerEpoch, known?.epoch ?? 0)
    this.#producers.set(marker.producerId, { epoch, batches: [], openSince: -1 })
  }
}
