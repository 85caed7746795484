import { Dices } from 'lucide-react'
import { useState } from 'react'
import { useRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { NumberEntry } from '../ui/number-entry.tsx'
import css from './transport.module.css'
import { newSeed } from './new-seed.ts'

const BIGGEST = 4_294_967_295

/** The seed that the run is made of: another one restarts it. */
export function SeedControl() {
  const seed = useRun((run) => run.opened?.seed ?? 0)
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <div className={css.group}>
      <span className={css.name}>Seed</span>
      <NumberEntry
        value={seed}
        characters={8}
        problem={seedProblem}
        onProblem={(wrong) => {
          setProblem(wrong)
          if (wrong !== null) session.notify('failure', `The seed ${wrong}.`)
        }}
        onCommit={(next) => void session.restart(next)}
        aria-label="Seed; entering another one restarts the run"
        aria-invalid={problem !== null || undefined}
        data-testid="seed"
      />
      <IconButton
        icon={Dices}
        label="Restart on a new seed"
        onClick={() => void session.restart(newSeed())}
        data-testid="new-seed"
      />
    </div>
  )
}

function seedProblem(value: unknown): string | null {
  const fine = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= BIGGEST
  return fine ? null : `must be a whole number from 0 to ${BIGGEST}, not ${String(value)}`
}
