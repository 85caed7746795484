import type { Nanos } from '../../lib/units.ts'
import {
  isAborted,
  NO_PRODUCER,
  offsetOf,
  type AbortedTransaction,
  type RecordBatch,
} from './record-batch.ts'
import type { PartitionLog } from './partition-log.ts'

export interface CleaningOptions {
  readonly now: Nanos
  /** Only segments that end below this are cleaned: what may still be undone, or belongs to an open transaction, is left alone. */
  readonly below: number
  /** How long a deletion is kept, so that readers see it. */
  readonly deleteRetentionNanos: Nanos
  readonly aborted: readonly AbortedTransaction[]
}

/**
 * Log compaction: of the records with one key the last one stays, in its place and at its offset; deletions go after a while,
 * records of aborted transactions at once. Returns how many records went.
 * Source: Kafka's documentation, section "Log compaction"; KIP-98 for what becomes of aborted records. The segment that is
 * written to is never cleaned. Cost: O(records). Keeps: the order of what is left, the last committed value of every key, the
 * range of offsets of every batch that has records left, and the last batch of every producer, so that readers and sequences go
 * on as before; other batches go, and segments with them. Markers stay: a copy of the log that was away when records were cleaned may
 * hold them still, and without its marker their transaction would be open there for ever.
 */
export function cleanLog(log: PartitionLog, options: CleaningOptions): number {
  const closed = log.segments.slice(0, -1)
  const cleanable = closed.filter(
    (_segment, i) => (closed[i + 1] ?? log.segments.at(-1)!).baseOffset <= options.below,
  )
  if (cleanable.every(({ cleaned }) => cleaned)) return 0
  const newest = newestOffsets(
    cleanable.flatMap(({ batches }) => batches),
    options.aborted,
  )
  const last = lastBatches(log)
  let removed = 0
  for (const segment of cleanable) {
    const kept: RecordBatch[] = []
    for (const batch of segment.batches) {
      const left = cleanBatch(batch, newest, options)
      removed += batch.values.length - left.values.length
      const isEmpty = left.values.length === 0 && left.control === null
      if (!isEmpty || last.get(batch.producerId) === batch.baseOffset) kept.push(left)
    }
    segment.replace(kept)
    segment.cleaned = true
  }
  log.dropEmpty()
  return removed
}

/** By producer: where its last batch begins. What a copy of the log learns of its sequence hangs on that one. */
function lastBatches(log: PartitionLog): Map<number, number> {
  const last = new Map<number, number>()
  for (const { batches } of log.segments)
    for (const { producerId, baseOffset } of batches)
      if (producerId !== NO_PRODUCER) last.set(producerId, baseOffset)
  return last
}

function newestOffsets(
  batches: readonly RecordBatch[],
  aborted: readonly AbortedTransaction[],
): Map<number | string, number> {
  const newest = new Map<number | string, number>()
  for (const batch of batches) {
    if (isAborted(batch, aborted)) continue
    for (const [index, key] of batch.keys.entries()) newest.set(key, offsetOf(batch, index))
  }
  return newest
}

function cleanBatch(
  batch: RecordBatch,
  newest: ReadonlyMap<number | string, number>,
  { now, deleteRetentionNanos, aborted }: CleaningOptions,
): RecordBatch {
  const gone = isAborted(batch, aborted)
  const isOld = now - batch.atNanos > deleteRetentionNanos
  const stays = (key: number | string, index: number) =>
    !gone && newest.get(key) === offsetOf(batch, index) && !(isOld && batch.deletes?.[index] === true)
  const left = batch.keys.map((key, index) => (stays(key, index) ? index : -1)).filter((index) => index >= 0)
  if (left.length === batch.keys.length) return batch
  return {
    ...batch,
    keys: left.map((index) => batch.keys[index]),
    values: left.map((index) => batch.values[index]),
    deletes: batch.deletes === null ? null : left.map((index) => batch.deletes![index]),
    offsets: left.map((index) => offsetOf(batch, index)),
    bytes: batch.keys.length === 0 ? batch.bytes : Math.ceil((batch.bytes * left.length) / batch.keys.length),
  }
}
