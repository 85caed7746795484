import type { AnomalyVerdict } from '../../engine/algorithms/txn/anomalies.ts'
import css from './anomalies.module.css'

/** How one interleaving went at one level, step by step, each transaction in a column of its own. */
export function AnomalyCourse({ verdict, level }: { verdict: AnomalyVerdict; level: string }) {
  const { title, meaning, log } = verdict
  const actors = [...new Set(log.map(({ by }) => by))].toSorted()
  return (
    <div className={css.course} data-testid="anomaly-course">
      <strong>
        {title}, {level.toLowerCase()}
      </strong>
      <p>{meaning}</p>
      <ol className={css.steps}>
        {log.map(({ by, step, result }, i) => (
          <li key={i} data-actor={actors.indexOf(by)}>
            <span className={css.actor}>{by}</span>
            <code>{step}</code>
            <span className={css.result} data-result={result}>
              {result}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
