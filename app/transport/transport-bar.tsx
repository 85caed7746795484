import { FastForward, Pause, Play, RotateCcw, StepForward } from 'lucide-react'
import { useRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Clock } from './clock.tsx'
import { SeedControl } from './seed-control.tsx'
import { SpeedControl } from './speed-control.tsx'
import css from './transport.module.css'

const TEN_MS = 10_000_000

/** Drives the run: start and stop, single steps, speed, seed, and where it stands. */
export function TransportBar() {
  const playing = useRun((run) => run.playing)
  const idle = useRun((run) => run.opened === null || run.crashed !== null)
  const empty = useRun((run) => run.opened === null)
  return (
    <div className={css.bar} role="toolbar" aria-label="Run" data-testid="transport">
      <div className={css.group}>
        <IconButton
          icon={RotateCcw}
          label="Restart on the same seed"
          onClick={() => void session.restart()}
          disabled={empty}
          data-testid="restart"
        />
        <IconButton
          icon={playing ? Pause : Play}
          label={playing ? 'Pause' : 'Play'}
          shortcut="Space"
          variant="primary"
          className={css.play}
          onClick={() => void session.toggle()}
          disabled={idle}
          data-testid="play"
        />
        <IconButton
          icon={StepForward}
          label="Step to the next event"
          shortcut="."
          onClick={() => void session.stepEvent()}
          disabled={idle}
          data-testid="step-event"
        />
        <IconButton
          icon={FastForward}
          label="Step 10 ms"
          shortcut=">"
          onClick={() => void session.stepBy(TEN_MS)}
          disabled={idle}
          data-testid="step-10ms"
        />
      </div>
      <Clock />
      <SpeedControl />
      <LastStep />
      <SeedControl />
    </div>
  )
}

/** What the last single step was, in words. */
function LastStep() {
  const said = useRun((run) => run.lastStep)
  return (
    <p className={css.said} role="status" data-testid="last-step" title={said ?? undefined}>
      {said}
    </p>
  )
}
