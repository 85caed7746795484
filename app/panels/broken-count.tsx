import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Badge } from '../ui/badge.tsx'

/** How many invariants are broken by now; nothing while all hold. */
export function BrokenCount() {
  const lane = useUi((ui) => ui.lane)
  const broken = useRun(
    (run) => run.status[lane]?.checks.filter(({ verdict }) => verdict === 'violated').length ?? 0,
  )
  if (broken === 0) return null
  return (
    <Badge tone="failure" strong aria-label={`${broken} broken`}>
      {broken}
    </Badge>
  )
}
