import { useRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { Select } from '../ui/select.tsx'
import css from './transport.module.css'
import { SPEEDS, speedName } from './speeds.ts'

/** Simulated seconds a second that are asked for. */
export function SpeedControl() {
  const speed = useRun((run) => run.speed)
  const listed = (SPEEDS as readonly number[]).includes(speed)
    ? [...SPEEDS]
    : [...SPEEDS, speed].sort((a, b) => a - b)
  return (
    <div className={css.group}>
      <span className={css.name} id="speed-name">
        Speed
      </span>
      <Select
        value={String(speed)}
        options={listed.map((each) => ({ value: String(each), label: speedName(each) }))}
        onChange={(next) => void session.setSpeed(Number(next))}
        aria-label="Speed, simulated seconds a second"
        data-testid="speed"
      />
    </div>
  )
}
