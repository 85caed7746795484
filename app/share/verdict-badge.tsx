import { CircleCheck, CircleHelp, CircleX, History } from 'lucide-react'
import { useRun } from '../state/run-store.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Tooltip } from '../ui/tooltip.tsx'

const LOOKS = {
  'doing it again': {
    icon: History,
    tone: 'neutral',
    says: 'The shared run is being done again, up to the instant at which it was shared.',
  },
  reproduced: {
    icon: CircleCheck,
    tone: 'holds',
    says: 'Doing the run again came to the same digest: it is the same run, to the bit.',
  },
  differs: {
    icon: CircleX,
    tone: 'failure',
    says: 'Doing the run again came to another digest: this page does not run it as the one that shared it.',
  },
  unknown: {
    icon: CircleHelp,
    tone: 'neutral',
    says: 'The digest of the shared run is not known, so that nothing can be compared.',
  },
} as const satisfies Record<string, { icon: typeof CircleCheck; tone: Tone; says: string }>

/** Whether a shared run, done again here, came to the same end. Nothing for runs that were not shared. */
export function VerdictBadge() {
  const again = useRun((run) => run.doingAgain)
  const judged = useRun((run) => run.opened?.verdict ?? null)
  const verdict = again ? 'doing it again' : judged
  if (verdict === null) return null
  const { icon, tone, says } = LOOKS[verdict]
  return (
    <Tooltip label={says}>
      <span
        tabIndex={0}
        role="status"
        aria-label={`${verdict}: ${says}`}
        data-testid="verdict"
        data-verdict={verdict}
      >
        <Badge tone={tone} icon={icon}>
          {verdict}
        </Badge>
      </span>
    </Tooltip>
  )
}
