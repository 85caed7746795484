import { useProblems } from '../state/problems.ts'
import { Badge } from '../ui/badge.tsx'

/** How many things keep the design from working; nothing when nothing does. */
export function ProblemCount() {
  const { length } = useProblems()
  return length === 0 ? null : (
    <Badge tone="saturation" strong aria-label={`${length} problems`}>
      {length}
    </Badge>
  )
}
