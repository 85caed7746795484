import type { Calibration } from '../../engine/services/define-service.ts'
import css from './panel.module.css'

/** What of this kind is modelled and what is not, so that nobody takes a figure for more than it is. */
export function CalibrationCard({ calibration }: { calibration: Calibration }) {
  const { models, constants, leavesOut } = calibration
  return (
    <details className={css.section}>
      <summary className={css.heading}>What is modelled</summary>
      <p className={css.small}>{models}</p>
      {constants.length > 0 && (
        <ul className={css.constants}>
          {constants.map(({ name, value, source }) => (
            <li key={name}>
              <strong>
                {name} = {value}
              </strong>
              : {source}
            </li>
          ))}
        </ul>
      )}
      <p className={css.small}>
        <strong>Left out:</strong> {leavesOut}
      </p>
    </details>
  )
}
