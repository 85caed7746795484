import { useEffect, useRef, type RefObject } from 'react'
import { session } from '../state/session.ts'
import { uiStore } from '../state/ui-store.ts'
import { formatReadingText } from '../ui/format.ts'
import type { ChartSpec, Series } from './series.ts'
import css from './time-chart.module.css'

/** Names of the lines with their present values, or those under the cursor. */
export function ChartLegend({ spec, visible }: { spec: ChartSpec; visible: RefObject<boolean> }) {
  return (
    <ul className={css.legend}>
      {spec.series.map((series) => (
        <li key={`${series.lane}/${series.columnId}`} className={css.entry}>
          <span
            className={css.swatch}
            style={{ borderColor: `var(--${series.color})`, borderStyle: series.dashed ? 'dashed' : 'solid' }}
          />
          {series.label} <Value series={series} unit={spec.unit} visible={visible} />
        </li>
      ))}
    </ul>
  )
}

/** Writes its own text, so that a page full of charts renders nothing for new readings. */
function Value({ series, unit, visible }: { series: Series; unit: string; visible: RefObject<boolean> }) {
  const textRef = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let shown = ''
    const write = () => {
      if (!visible.current) return
      const { cursorNanos } = uiStore.getState()
      const { lane, columnId } = series
      const value = cursorNanos === null ? session.recent(lane, columnId, unit) : valueAt(series, cursorNanos)
      const text = formatReadingText(value, unit)
      if (text !== shown && textRef.current !== null) textRef.current.textContent = shown = text
    }
    write()
    return subscribe(write)
  }, [series, unit, visible])
  return <span ref={textRef} className={css.value} />
}

function subscribe(listener: () => void): () => void {
  const leavePulse = session.calmPulse.subscribe(listener)
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
