import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Badge } from '../ui/badge.tsx'
import css from './panel.module.css'

/** The objectives, as the clients have seen them since the run began. */
export function SloList() {
  const lane = useUi((ui) => ui.lane)
  const slos = useRun((run) => run.status[lane]?.slos)
  if (slos === undefined || slos.length === 0) return null
  return (
    <section className={css.section} aria-labelledby="slo-heading">
      <h2 id="slo-heading" className={css.heading}>
        Objectives, since the start
      </h2>
      <ul className={css.list}>
        {slos.map(({ name, met, says, value }) => (
          <li key={name} className={css.promise} data-testid={`slo-${name}`} data-met={met}>
            <div className={css.promiseHead}>
              <strong className={css.grow}>{name}</strong>
              <Badge tone={met ? 'holds' : value === null ? 'neutral' : 'failure'}>
                {met ? 'met' : value === null ? 'nothing measured' : 'not met'}
              </Badge>
            </div>
            <p className={css.faint}>{says}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
