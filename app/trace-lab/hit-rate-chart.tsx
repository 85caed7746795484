import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { bisectCenter } from 'd3-array'
import type { PointerEvent } from 'react'
import type { Curve, TraceStudy } from '../../workers/exploration-api.ts'
import { capacityText } from './capacity-text.ts'
import css from './trace-lab.module.css'

const WIDTH = 620
const HEIGHT = 340
const MARGIN = { top: 10, right: 22, bottom: 40, left: 46 }

interface Props {
  study: TraceStudy
  /** Index of the capacity that is looked at. */
  at: number
  onAt: (at: number) => void
  /** The policy whose curve stands out. */
  chosen: string
}

/** Hit rate over cache size, a curve a policy. Pointing at it, or the slider below, chooses the size. */
export function HitRateChart({ study, at, onAt, chosen }: Props) {
  const { capacities, curves, unit } = study
  const x = scaleLog(
    [capacities[0], Math.max(capacities.at(-1)!, capacities[0] + 1)],
    [MARGIN.left, WIDTH - MARGIN.right],
  )
  const y = scaleLinear([0, 1], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const path = line<number>((_, i) => x(capacities[i]), y)
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const capacity = x.invert(((event.clientX - box.left) / box.width) * WIDTH)
    onAt(bisectCenter(capacities, capacity))
  }
  const drawn = [...curves].sort((a, b) => rank(a, chosen) - rank(b, chosen))
  return (
    <figure className={css.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={css.chart}
        role="img"
        aria-label={`Hit rate of ${curves.length} policies over cache size; the table has the numbers`}
        data-testid="hit-rate-chart"
        onPointerMove={point}
        onPointerDown={point}
      >
        {y.ticks(5).map((rate) => (
          <g key={rate} className={css.tick}>
            <line x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(rate)} y2={y(rate)} />
            <text x={MARGIN.left - 8} y={y(rate)} dy="0.32em" textAnchor="end">
              {Math.round(rate * 100)} %
            </text>
          </g>
        ))}
        {decades(capacities).map((capacity) => (
          <text
            key={capacity}
            className={css.tickText}
            x={x(capacity)}
            y={HEIGHT - MARGIN.bottom + 16}
            textAnchor="middle"
          >
            {capacityText(capacity, unit)}
          </text>
        ))}
        <text className={css.tickText} x={WIDTH - MARGIN.right} y={HEIGHT - 6} textAnchor="end">
          size of the cache{unit === 'entries' ? ', entries' : ''}
        </text>
        <line
          className={css.cursor}
          x1={x(capacities[at])}
          x2={x(capacities[at])}
          y1={MARGIN.top}
          y2={HEIGHT - MARGIN.bottom}
        />
        {drawn.map((curve) => (
          <path
            key={curve.policy}
            d={path(curve.hitRates) ?? ''}
            className={`${css.curve} ${looks(curve, chosen)}`}
            data-testid={`curve-${curve.policy}`}
          />
        ))}
        {drawn
          .filter((curve) => rank(curve, chosen) > 0)
          .map((curve) => (
            <circle
              key={curve.policy}
              className={`${css.dot} ${looks(curve, chosen)}`}
              cx={x(capacities[at])}
              cy={y(curve.hitRates[at])}
              r={3.5}
            />
          ))}
      </svg>
      <label className={css.size}>
        <span>Size</span>
        <input
          type="range"
          min={0}
          max={capacities.length - 1}
          value={at}
          onChange={(event) => onAt(Number(event.target.value))}
          aria-valuetext={capacityText(capacities[at], unit)}
          data-testid="trace-size"
        />
      </label>
    </figure>
  )
}

/** What is drawn last lies on top. */
const rank = (curve: Curve, chosen: string) => (curve.policy === chosen ? 2 : curve.bound ? 1 : 0)
const looks = (curve: Curve, chosen: string) =>
  curve.policy === chosen ? css.chosen : curve.bound ? css.bound : css.other

/** Powers of ten within the sizes, and the ends if they are far from one. */
function decades(capacities: readonly number[]): number[] {
  const [first, last] = [capacities[0], capacities.at(-1)!]
  const tens: number[] = []
  for (let ten = 1; ten <= last; ten *= 10) if (ten >= first) tens.push(ten)
  return (tens.at(-1) ?? 0) * 2.5 < last ? [...tens, last] : tens
}
