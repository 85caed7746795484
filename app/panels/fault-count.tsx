import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Badge } from '../ui/badge.tsx'

/** How many faults are in force; nothing while there are none. */
export function FaultCount() {
  const lane = useUi((ui) => ui.lane)
  const faults = useRun((run) => run.status[lane]?.faults.length ?? 0)
  if (faults === 0) return null
  return (
    <Badge tone="failure" aria-label={`${faults} in force`}>
      {faults}
    </Badge>
  )
}
