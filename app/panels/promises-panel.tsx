import { CircleCheck, CircleHelp, CircleX } from 'lucide-react'
import type { CheckVerdict } from '../../engine/run/check-runner.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Badge } from '../ui/badge.tsx'
import { formatClock, formatCount } from '../ui/format.ts'
import { SloList } from './slo-list.tsx'
import css from './panel.module.css'

const LOOK = {
  holds: { tone: 'holds', icon: CircleCheck, word: 'holds' },
  violated: { tone: 'failure', icon: CircleX, word: 'violated' },
  unknown: { tone: 'neutral', icon: CircleHelp, word: 'not seen yet' },
} as const

/** What the design promises, checked beside the run: how often each promise was looked at, and how it was broken. */
export function PromisesPanel() {
  const lane = useUi((ui) => ui.lane)
  const checks = useRun((run) => run.status[lane]?.checks)
  const opened = useRun((run) => run.opened)
  if (opened === null) return <p className={css.empty}>Promises are checked while a design runs.</p>
  return (
    <div className={css.panel} data-testid="promises">
      <section className={css.section} aria-labelledby="promises-heading">
        <h2 id="promises-heading" className={css.heading}>
          Invariants
        </h2>
        {(checks ?? []).length === 0 && (
          <p className={css.faint}>Nothing has been checked yet; start the run.</p>
        )}
        <ul className={css.list}>
          {(checks ?? []).map((check) => (
            <Promise key={check.name} check={check} />
          ))}
        </ul>
      </section>
      <SloList />
    </div>
  )
}

function Promise({ check }: { check: CheckVerdict }) {
  const { tone, icon, word } = LOOK[check.verdict]
  return (
    <li className={css.promise} data-testid={`check-${check.name}`} data-verdict={check.verdict}>
      <div className={css.promiseHead}>
        <strong className={css.grow}>{check.title}</strong>
        <Badge tone={tone} icon={icon} strong={check.verdict === 'violated'}>
          {word}
        </Badge>
      </div>
      <p className={css.faint}>{check.doc}</p>
      <p className={css.small}>
        Looked at {formatCount(check.evaluated)} times
        {check.violations > 0 && `, broken ${formatCount(check.violations)} times`}
      </p>
      {check.firstViolation !== null && <Violation check={check} />}
    </li>
  )
}

function Violation({ check }: { check: CheckVerdict }) {
  const { atNanos, says, operations } = check.firstViolation!
  return (
    <div className={css.violation} data-testid={`violation-${check.name}`}>
      <p>
        <strong>First at {formatClock(atNanos)}:</strong> {says}
      </p>
      <ol className={css.operations}>
        {operations.map((operation) => (
          <li key={operation}>{operation}</li>
        ))}
      </ol>
    </div>
  )
}
