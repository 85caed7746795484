import { useCallback, useSyncExternalStore } from 'react'
import { session } from '../state/session.ts'
import { uiStore } from '../state/ui-store.ts'
import { formatReadingText } from '../ui/format.ts'
import type { ChartSpec, Series } from './series.ts'
import css from './time-chart.module.css'

/** Names of the lines with their present values, or those under the cursor. */
export function ChartLegend({ spec }: { spec: ChartSpec }) {
  return (
    <ul className={css.legend}>
      {spec.series.map((series) => (
        <li key={`${series.lane}/${series.columnId}`} className={css.entry}>
          <span
            className={css.swatch}
            style={{ borderColor: `var(--${series.color})`, borderStyle: series.dashed ? 'dashed' : 'solid' }}
          />
          {series.label} <Value series={series} unit={spec.unit} />
        </li>
      ))}
    </ul>
  )
}

function Value({ series, unit }: { series: Series; unit: string }) {
  const read = useCallback(() => {
    const { cursorNanos } = uiStore.getState()
    const value =
      cursorNanos === null ? session.latest(series.lane, series.columnId) : valueAt(series, cursorNanos)
    return formatReadingText(value, unit)
  }, [series, unit])
  const text = useSyncExternalStore(subscribe, read)
  return <span className={css.value}>{text}</span>
}

function subscribe(listener: () => void): () => void {
  const leavePulse = session.pulse.subscribe(listener)
  const leaveUi = uiStore.subscribe((now, before) => now.cursorNanos !== before.cursorNanos && listener())
  return () => {
    leavePulse()
    leaveUi()
  }
}

function valueAt({ lane, columnId }: Series, nanos: number): number {
  const { values } = session.ring(lane)?.window(columnId, -Infinity, nanos) ?? { values: [] }
  return values.length === 0 ? NaN : values[values.length - 1]
}
