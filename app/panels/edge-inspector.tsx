import { useState } from 'react'
import { editor } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { kindOf } from '../state/catalogue.ts'
import { Field } from '../ui/field.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Switch } from '../ui/switch.tsx'
import { NumberEntry } from '../ui/number-entry.tsx'
import { FaultMenu } from './fault-menu.tsx'
import { edgeInWords } from './fault-place.ts'
import css from './panel.module.css'

const MOST_LATENCY_MS = 60_000
const MOST_BANDWIDTH_MBPS = 1e6

/** Everything about an edge: what it joins, how long messages take, how many fit, how to break it. */
export function EdgeInspector({ edge }: { edge: string }) {
  const document = useRun((run) => run.opened?.document)
  const found = document?.edges.find(({ id }) => id === edge)
  if (document === undefined || found === undefined) return null
  const { latencyMs = null, bandwidthMbps = null, port, from } = found
  const title = kindOf(document.nodes[from].kind)?.ports[port]?.title ?? port
  const set = (change: Partial<Path>) =>
    void editor.edit([{ edit: 'set-edge', id: edge, latencyMs, bandwidthMbps, ...change }])
  return (
    <div className={css.panel} data-testid="inspector">
      <header className={css.inspectorHead}>
        <Glyph name="waypoints" size={20} />
        <div className={css.grow}>
          <h2 className={css.title}>{edgeInWords(edge, document)}</h2>
          <p className={css.faint}>Connection by port “{title}”</p>
        </div>
      </header>
      <section className={css.section}>
        <h3 className={css.heading}>Network</h3>
        <Measure
          label="Latency, one way"
          help="Left alone it follows from where the two nodes are: a quarter of a millisecond within one place."
          unit="ms"
          value={latencyMs}
          start={10}
          most={MOST_LATENCY_MS}
          set={(value) => set({ latencyMs: value })}
          testId="edge-latency"
        />
        <Measure
          label="Bandwidth"
          help="Left alone there is no limit. With one, messages queue for their turn on the line."
          unit="Mbit/s"
          value={bandwidthMbps}
          start={100}
          most={MOST_BANDWIDTH_MBPS}
          set={(value) => set({ bandwidthMbps: value })}
          testId="edge-bandwidth"
        />
      </section>
      <section className={css.section}>
        <h3 className={css.heading}>Break it</h3>
        <FaultMenu spot={{ edge }} />
      </section>
    </div>
  )
}

interface Path {
  latencyMs: number | null
  bandwidthMbps: number | null
}

interface MeasureProps {
  label: string
  help: string
  unit: string
  value: number | null
  /** What it is when it is set for the first time. */
  start: number
  most: number
  set: (value: number | null) => void
  testId: string
}

/** A figure that may be left to itself. */
function Measure({ label, help, unit, value, start, most, set, testId }: MeasureProps) {
  const [error, setError] = useState<string | null>(null)
  const problem = (typed: unknown) =>
    typeof typed === 'number' && typed >= 0 && typed <= most ? null : `must be from 0 to ${most} ${unit}`
  return (
    <Field label={label} help={help} error={error} inline data-testid={testId}>
      {(control) => (
        <span className={css.measure}>
          {value !== null && (
            <NumberEntry
              value={value}
              unit={unit}
              aria-label={`${label}, ${unit}`}
              problem={problem}
              onProblem={setError}
              onCommit={set}
              data-testid={`${testId}-entry`}
            />
          )}
          <Switch
            {...control}
            checked={value !== null}
            onChange={(on) => set(on ? start : null)}
            data-testid={`${testId}-set`}
          />
        </span>
      )}
    </Field>
  )
}
