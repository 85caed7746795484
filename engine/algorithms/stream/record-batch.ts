import type { Nanos } from '../../lib/units.ts'

/** What a control batch says about its producer's transaction. */
export type Control = 'commit' | 'abort'

/** Nobody in particular wrote it: no duplicate of it can be recognised. */
export const NO_PRODUCER = -1

/** What a producer hands over: some records of one partition, in the order in which they were sent. */
export interface DraftBatch {
  readonly producerId: number
  readonly producerEpoch: number
  /** Number of its first record among those of this producer, epoch and partition; -1 without a producer id. */
  readonly baseSequence: number
  readonly transactional: boolean
  /** A marker that ends a transaction; it holds no records and takes one offset. */
  readonly control: Control | null
  readonly keys: readonly (number | string)[]
  /** What each record says; each is recognised by it. */
  readonly values: readonly unknown[]
  /** Which of the records delete their key; null: none. */
  readonly deletes: readonly boolean[] | null
  readonly bytes: number
}

/** A batch as it stands in a log. Never changed: replicas share it. */
export interface RecordBatch extends DraftBatch {
  readonly baseOffset: number
  /** Kept when records are cleaned away, so that offsets and sequences stay as they were. */
  readonly lastOffset: number
  /** The leader that took it in. */
  readonly leaderEpoch: number
  /** When that was, by the leader's clock. */
  readonly atNanos: Nanos
  /** Offset of each record that is left; null: consecutive from `baseOffset`. */
  readonly offsets: readonly number[] | null
}

/** How many offsets a draft takes. */
export const offsetsTaken = (draft: DraftBatch): number => (draft.control === null ? draft.values.length : 1)

/** The draft at its place in the log. */
export function placed(draft: DraftBatch, baseOffset: number, leaderEpoch: number, now: Nanos): RecordBatch {
  const { producerId, producerEpoch, baseSequence, transactional, control, keys, values, deletes, bytes } =
    draft
  return {
    producerId,
    producerEpoch,
    baseSequence,
    transactional,
    control,
    keys,
    values,
    deletes,
    bytes,
    baseOffset,
    lastOffset: baseOffset + offsetsTaken(draft) - 1,
    leaderEpoch,
    atNanos: now,
    offsets: null,
  }
}

/** Offset of record number `index` of the batch. */
export const offsetOf = (batch: RecordBatch, index: number): number =>
  batch.offsets === null ? batch.baseOffset + index : batch.offsets[index]

/** Which record of the batch has this offset; -1 when it was cleaned away or is a marker. */
export function indexOf(batch: RecordBatch, offset: number): number {
  const index = batch.offsets === null ? offset - batch.baseOffset : batch.offsets.indexOf(offset)
  return index < batch.values.length ? index : -1
}

/** Sequence number after the last record; what its producer's next batch begins with. */
export const sequenceAfter = (batch: RecordBatch): number =>
  batch.baseSequence + batch.lastOffset - batch.baseOffset + 1

/** A transaction that was aborted, as one partition saw it. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
  /** Where the abort marker stands. */
  readonly lastOffset: number
}

/** Whether a reader of committed records must pass over the batch. */
export function isAborted(batch: RecordBatch, aborted: readonly AbortedTransaction[]): boolean {
  if (!batch.transactional || batch.control !== null) return false
  for (const { producerId, firstOffset, lastOffset } of aborted)
    if (producerId === batch.producerId && firstOffset <= batch.baseOffset && batch.baseOffset < lastOffset)
      return true
  return false
}
