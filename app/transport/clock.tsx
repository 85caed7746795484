import { useEffect, useRef } from 'react'
import { useRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { formatClock, formatNumber } from '../ui/format.ts'
import css from './transport.module.css'

/** The simulated clock, and the pace that is really reached. */
export function Clock() {
  const timeRef = useRef<HTMLTimeElement>(null)
  const paceRef = useRef<HTMLSpanElement>(null)
  const playing = useRun((run) => run.playing)
  useEffect(() => {
    const write = () => {
      const { nowNanos, pace } = session.store.getState()
      if (timeRef.current !== null) timeRef.current.textContent = formatClock(nowNanos)
      if (paceRef.current !== null) paceRef.current.textContent = paceText(pace)
    }
    write()
    return session.store.subscribe(write)
  }, [])
  return (
    <div className={css.clock} title="Simulated time, and simulated seconds a second that are reached">
      <time ref={timeRef} className={css.time} data-testid="clock" />
      <span className={css.pace} data-testid="pace">
        {playing ? <span ref={paceRef} /> : 'paused'}
      </span>
    </div>
  )
}

const paceText = (pace: number): string =>
  `${pace >= 9.95 ? Math.round(pace) : formatNumber(Math.round(pace * 100) / 100)}× reached`
