import { useEffect, useRef } from 'react'
import type { OpenedRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { formatCount } from '../ui/format.ts'
import { useCanvasLive } from './canvas-live.ts'
import { OUTCOME_LOOKS, OUTCOMES, type Outcome } from './flight-outcomes.ts'
import css from './overlays.module.css'

/** The corner of the sheet that says what is drawn and to what scale. */
export function TitleBlock({ opened, still }: { opened: OpenedRun; still: boolean }) {
  const { requestsPerSimulated } = opened.document
  return (
    <div className={css.block} data-testid="legend">
      <ul className={css.keys} aria-label="What the dots mean">
        {OUTCOMES.map((outcome) => (
          <li key={outcome}>
            <OutcomeMark outcome={outcome} />
            {OUTCOME_LOOKS[outcome].title}
          </li>
        ))}
      </ul>
      <p className={css.scale}>
        {still ? 'Less motion: edges show messages a second.' : <DotScale />}
        {requestsPerSimulated > 1 &&
          ` 1 simulated request is ${formatCount(requestsPerSimulated)} real ones.`}
      </p>
    </div>
  )
}

/** "Each dot is one real message", and how many of them are shown. */
function DotScale() {
  const live = useCanvasLive()
  const textRef = useRef<HTMLSpanElement>(null)
  useEffect(
    () =>
      session.calmPulse.subscribe(() => {
        const text = live.oneIn > 1 ? ` (1 of ${formatCount(live.oneIn)} shown).` : ' (all shown).'
        if (textRef.current !== null && textRef.current.textContent !== text)
          textRef.current.textContent = text
      }),
    [live],
  )
  return (
    <span>
      Each dot is one real message<span ref={textRef}>.</span>
    </span>
  )
}

/** The same shapes and colours as on the edges. */
function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return (
    <svg
      viewBox="-5 -5 10 10"
      className={css.mark}
      style={{ fill: `var(${OUTCOME_LOOKS[outcome].token})` }}
      aria-hidden
    >
      {MARKS[outcome]}
    </svg>
  )
}

const MARKS: Record<Outcome, React.ReactNode> = {
  asking: <circle r="3" />,
  succeeded: <circle r="3" />,
  rejected: <path d="M0 -4.5L4.5 0L0 4.5L-4.5 0Z" />,
  failed: <rect x="-3.5" y="-3.5" width="7" height="7" />,
  lost: <path d="M-1.4 -4.5h2.8v3.1h3.1v2.8h-3.1v3.1h-2.8v-3.1h-3.1v-2.8h3.1Z" />,
  message: <rect x="-2" y="-2" width="4" height="4" />,
}
