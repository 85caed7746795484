import type { Nanos } from '../../lib/units.ts'
import type { LogEntry, LogSnapshot, ShippedLog } from './shipped-log.ts'

/** The newest write that this replica acknowledged while it led `epoch`. Changed in place. */
export interface Acknowledged {
  epoch: number
  index: number
}

/** Acknowledged writes that a failover lost, as the deposed leader finds when it rejoins. */
export interface AcknowledgedLoss {
  readonly epoch: number
  readonly count: number
  readonly fromIndex: number
  /** From the first to the last of them, by their timestamps; 0 when they are no longer known one by one. */
  readonly spanNanos: Nanos
}

/** What was lost when a new leader made us take `dropped` back; lowers `acknowledged` to what is left. */
export function lostToTruncation(
  acknowledged: Acknowledged,
  dropped: readonly LogEntry[],
): AcknowledgedLoss | null {
  const { epoch, index } = acknowledged
  const lost = dropped.filter((entry) => entry.key !== null && entry.epoch === epoch && entry.index <= index)
  acknowledged.index = Math.min(index, dropped[0].index - 1)
  if (lost.length === 0) return null
  const spanNanos = lost[lost.length - 1].stamp.physicalNanos - lost[0].stamp.physicalNanos
  return { epoch, count: lost.length, fromIndex: lost[0].index, spanNanos }
}

/** What is lost when a new leader's snapshot replaces a log that had parted from its own; to be asked before. */
export function lostToSnapshot(
  acknowledged: Acknowledged,
  log: ShippedLog,
  snapshot: LogSnapshot,
): AcknowledgedLoss | null {
  const agreed = log.agreesUpTo({ lastIndex: snapshot.baseIndex, epochStarts: snapshot.epochStarts })
  const { epoch, index } = acknowledged
  const parted = agreed < Math.min(log.lastIndex, snapshot.baseIndex)
  if (!parted || index <= agreed) return null
  acknowledged.index = agreed
  return { epoch, count: index - agreed, fromIndex: agreed + 1, spanNanos: 0 }
}
