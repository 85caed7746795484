import { Fragment, lazy, memo, Suspense, useEffect, useMemo, useState } from 'react'
import { session } from '../state/session.ts'
import { useRun, type OpenedRun } from '../state/run-store.ts'
import { uiStore, useUi } from '../state/ui-store.ts'
import { useAtRest } from '../state/use-at-rest.ts'
import { SegmentedControl } from '../ui/segmented-control.tsx'
import { chartSpecs } from './chart-specs.ts'
import css from './charts-panel.module.css'
import type { ChartSpec } from './series.ts'
import { worthShowing } from './shown-series.ts'
import { TimeChart } from './time-chart.tsx'
import { WINDOW_SECONDS } from './time-window.ts'

/** The outlines of the continents are fetched only for designs that have a map. */
const WorldMap = lazy(() => import('./world-map/world-map.tsx'))
const FIXED = new Set(['load', 'latency'])

/** All charts of the open design over one time axis with one cursor. */
export function ChartsPanel() {
  const opened = useAtRest(useRun((run) => run.opened))
  return opened === undefined ? null : <ChartsOf opened={opened} />
}

const ChartsOf = memo(function ChartsOf({ opened }: { opened: OpenedRun | null }) {
  const specs = useMemo(() => (opened === null ? [] : chartSpecs(opened)), [opened])
  const shown = useReviewed(specs)
  const windowSeconds = useUi((ui) => ui.windowSeconds)
  if (opened === null) return <p className={css.empty}>Open a design to see its readings.</p>
  return (
    <section className={css.panel} aria-label="Charts" data-testid="charts">
      <header className={css.head}>
        <SegmentedControl
          aria-label="Look back"
          size="small"
          value={String(windowSeconds)}
          options={WINDOW_SECONDS.map((seconds) => ({
            value: String(seconds),
            label: seconds < 120 ? `${seconds} s` : `${seconds / 60} min`,
          }))}
          onChange={(value) => uiStore.setState({ windowSeconds: Number(value) })}
        />
        <span className={css.note}>Dotted lines mark what you did; dashed lines are limits.</span>
      </header>
      <div className={css.grid} role="group" aria-label="Charts, scrollable" tabIndex={0}>
        {shown.map((spec) => (
          <Fragment key={spec.id}>
            {spec.series.length > 0 && <TimeChart spec={spec} />}
            {spec.id === 'latency' && opened.design?.map !== undefined && (
              <Suspense>
                <WorldMap opened={opened} />
              </Suspense>
            )}
          </Fragment>
        ))}
      </div>
    </section>
  )
})

/** The specs with the lines that have something to say, looked at once a second; the same objects while nothing about them changes. */
function useReviewed(specs: ChartSpec[]): ChartSpec[] {
  const [shown, setShown] = useState<ChartSpec[]>([])
  useEffect(() => {
    const review = () => {
      const next = specs.map((spec) => worthShowing(spec, session.rings, FIXED.has(spec.id)))
      setShown((before) => keepSameCharts(before, next))
    }
    review()
    return session.slowPulse.subscribe(review)
  }, [specs])
  return shown
}

/** The new charts, with the old ones' objects for those that are as they were: these need not be drawn anew. */
function keepSameCharts(before: ChartSpec[], after: ChartSpec[]): ChartSpec[] {
  const known = new Map(before.map((spec) => [JSON.stringify(spec), spec]))
  const kept = after.map((spec) => known.get(JSON.stringify(spec)) ?? spec)
  return kept.length === before.length && kept.every((spec, i) => spec === before[i]) ? before : kept
}
