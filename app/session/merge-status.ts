import type { LaneStatus, StatusChange } from '../../workers/api.ts'

/** The status that a change makes of the one before: commands and marks are added, everything else is replaced. */
export function mergeStatus(before: LaneStatus | null, change: StatusChange): LaneStatus {
  const log = [...(before?.log ?? []), ...(change.log ?? [])]
  const marks = [...(before?.marks ?? []), ...(change.marks ?? [])]
  return {
    ...(before as LaneStatus),
    ...change,
    log: change.log === undefined && before !== null ? before.log : log,
    marks: change.marks === undefined && before !== null ? before.marks : marks,
  }
}
