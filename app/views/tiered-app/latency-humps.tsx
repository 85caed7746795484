import { scaleLinear, scaleLog } from 'd3-scale'
import { formatDuration } from '../../ui/format.ts'
import css from './tiered-app.module.css'

const WIDTH = 340
const HEIGHT = 150
const MARGIN = { top: 6, right: 8, bottom: 22, left: 8 }
const AXIS_NANOS = [1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

export interface LatencyBand {
  fromNanos: number
  toNanos: number
  counts: number[]
}

interface Props {
  bands: readonly LatencyBand[]
  sources: readonly string[]
}

/** How the latest answers are spread over their latencies, one bar a band, stacked by where the answers came from. */
export function LatencyHumps({ bands, sources }: Props) {
  const x = scaleLog([1e4, 4e9], [MARGIN.left, WIDTH - MARGIN.right]).clamp(true)
  const most = Math.max(1, ...bands.map(({ counts }) => sum(counts)))
  const y = scaleLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const all = sum(bands.flatMap(({ counts }) => counts))
  const totals = sources.map((_, source) => sum(bands.map(({ counts }) => counts[source])))
  const told = sources.map((source, i) => `${share(totals[i], all)} from ${source}`).join(', ')
  return (
    <figure className={css.humps}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Latencies of the last seconds: ${told}`}
      >
        {AXIS_NANOS.map((nanos) => (
          <g key={nanos} className={css.tick}>
            <line x1={x(nanos)} x2={x(nanos)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom + 3} />
            <text x={x(nanos)} y={HEIGHT - 6} textAnchor="middle">
              {inUnit(nanos)}
            </text>
          </g>
        ))}
        {bands.map(({ fromNanos, toNanos, counts }) => {
          const left = x(Math.max(fromNanos, 1e4))
          const width = Math.max(1, x(Math.min(toNanos, 4e9)) - left - 1)
          let below = 0
          return counts.map((count, source) => {
            const bottom = y(below)
            below += count
            const bar = { x: left, width, y: y(below), height: bottom - y(below) }
            return count === 0 ? null : (
              <rect key={`${fromNanos}/${source}`} className={css[`source${source}`]} {...bar} />
            )
          })
        })}
      </svg>
      <figcaption>
        {sources.map((source, i) => (
          <span key={source}>
            <i className={css[`key${i}`]} aria-hidden="true" />
            {source} <b>{share(totals[i], all)}</b>
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

const sum = (counts: readonly number[]): number => counts.reduce((total, each) => total + each, 0)

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`
}

function inUnit(nanos: number): string {
  const { figure, unit } = formatDuration(nanos)
  return `${figure} ${unit}`
}
