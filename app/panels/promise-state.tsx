import { CircleCheck, CircleX } from 'lucide-react'
import { useRun } from '../state/run-store.ts'
import { uiStore, useUi } from '../state/ui-store.ts'
import css from './panel.module.css'

/** Whether the design keeps its promises, in one line that is always in sight; pressed, it shows them. */
export function PromiseState() {
  const lane = useUi((ui) => ui.lane)
  const broken = useRun(
    (run) => run.status[lane]?.checks.filter(({ verdict }) => verdict === 'violated').length ?? 0,
  )
  const holding = useRun(
    (run) => run.status[lane]?.checks.filter(({ verdict }) => verdict === 'holds').length ?? 0,
  )
  if (broken + holding === 0) return null
  const Icon = broken > 0 ? CircleX : CircleCheck
  return (
    <button
      type="button"
      className={css.promiseState}
      data-broken={broken > 0}
      aria-label={
        broken > 0 ? `${broken} of ${broken + holding} promises broken` : `${holding} promises hold`
      }
      onClick={() => uiStore.setState({ rightTab: 'promises', narrowTab: 'promises' })}
      data-testid="promise-state"
    >
      <Icon aria-hidden size={15} />
      <span className={css.promiseWords}>
        {broken > 0
          ? `${broken} of ${broken + holding} promises broken`
          : `${holding} ${holding === 1 ? 'promise holds' : 'promises hold'}`}
      </span>
    </button>
  )
}
