import type { LaneStatus } from '../../workers/api.ts'

/** When faults were in force, by the command log: from the injection to its lifting, or until now. Instant faults have no span. */
export function faultSpans(
  status: LaneStatus | null,
  nowNanos: number,
): { id: string; fromNanos: number; toNanos: number }[] {
  const open = new Map<string, { id: string; fromNanos: number; toNanos: number }>()
  const spans = []
  for (const { atNanos, action } of status?.log ?? []) {
    if (action.do === 'inject') open.set(action.id, { id: action.id, fromNanos: atNanos, toNanos: nowNanos })
    if (action.do !== 'lift') continue
    const span = open.get(action.id)
    if (span !== undefined) spans.push({ ...span, toNanos: atNanos })
    open.delete(action.id)
  }
  const active = new Set(status?.faults.map(({ id }) => id))
  return [...spans, ...[...open.values()].filter(({ id }) => active.has(id))]
}
