import type { Curve, TraceStudy } from '../../workers/exploration-api.ts'
import { capacityText } from './capacity-text.ts'
import css from './trace-lab.module.css'

interface Props {
  study: TraceStudy
  at: number
  chosen: string
  onChoose: (policy: string) => void
}

/** All policies at one cache size, best first; choosing one makes its curve stand out. */
export function HitRateTable({ study, at, chosen, onChoose }: Props) {
  const { curves, capacities, unit } = study
  const ranked = curves.toSorted(
    (a, b) => b.hitRates[at] - a.hitRates[at] || Number(b.bound) - Number(a.bound),
  )
  const best = curves.find(({ bound }) => bound)
  return (
    <div className={css.tableBox}>
      <table className={css.table} data-testid="hit-rate-table">
        <caption>
          In a cache of <strong>{capacityText(capacities[at], unit)}</strong>
          {unit === 'entries' && (capacities[at] === 1 ? ' entry' : ' entries')}
        </caption>
        <thead>
          <tr>
            <th scope="col">Policy</th>
            <th scope="col">Hit rate</th>
            <th scope="col">{best === undefined ? '' : 'of best'}</th>
          </tr>
        </thead>
        <tbody>
          {ranked.map((curve) => (
            <tr key={curve.policy} className={curve.policy === chosen ? css.chosenRow : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={css.policy}
                  aria-pressed={curve.policy === chosen}
                  onClick={() => onChoose(curve.policy)}
                  title={curve.summary}
                  data-testid={`policy-${curve.policy}`}
                >
                  <Key curve={curve} chosen={chosen} /> {curve.title}
                </button>
              </th>
              <td>{percent(curve.hitRates[at])}</td>
              <td>{best !== undefined && share(curve.hitRates[at], best.hitRates[at])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.hint}>{curves.find(({ policy }) => policy === chosen)?.summary}</p>
    </div>
  )
}

function Key({ curve, chosen }: { curve: Curve; chosen: string }) {
  const look = curve.policy === chosen ? css.chosen : curve.bound ? css.bound : css.other
  return (
    <svg className={css.key} viewBox="0 0 18 6" aria-hidden>
      <line x1={0} x2={18} y1={3} y2={3} className={`${css.curve} ${look}`} />
    </svg>
  )
}

const percent = (rate: number) => `${(rate * 100).toFixed(1)} %`
const share = (rate: number, best: number) => (best === 0 ? '–' : `${Math.round((rate / best) * 100)} %`)
