import { useState } from 'react'
import type { Parameter, ParameterValue } from '../../engine/schema/parameter.ts'
import { kindOf } from '../state/catalogue.ts'
import { useRun } from '../state/run-store.ts'
import { Field } from '../ui/field.tsx'
import { Glyph } from '../ui/glyph.tsx'
import css from './panel.module.css'
import { ParameterHint } from './parameter-hint.tsx'
import { useSteadySet } from './use-steady-set.ts'
import { ValueControl } from './value-control.tsx'

/** Several nodes at once: what their kinds have in common is set in all of them by one step. */
export function BulkInspector({ nodes }: { nodes: readonly string[] }) {
  const document = useRun((run) => run.opened?.document)
  if (document === undefined) return null
  const there = nodes.filter((id) => document.nodes[id] !== undefined)
  const common = commonParameters(there.map((id) => document.nodes[id].kind))
  const titles = new Set(there.map((id) => kindOf(document.nodes[id].kind)?.title ?? ''))
  return (
    <div className={css.panel} data-testid="bulk-inspector">
      <header className={css.inspectorHead}>
        <Glyph name="boxes" size={20} />
        <div className={css.grow}>
          <h2 className={css.title}>{there.length} nodes</h2>
          <p className={css.faint}>{[...titles].join(', ')}</p>
        </div>
      </header>
      <section className={css.section}>
        <h3 className={css.heading}>Parameters of all of them</h3>
        {common.length === 0 && <p className={css.faint}>Their kinds have no parameter in common.</p>}
        {common.map(([name, parameter]) => (
          <BulkControl key={name} nodes={there} name={name} parameter={parameter} />
        ))}
      </section>
    </div>
  )
}

/** Parameters that every one of the kinds declares alike. */
function commonParameters(kinds: readonly string[]): [string, Parameter][] {
  const [first, ...rest] = [...new Set(kinds)].map((kind) => kindOf(kind)?.params ?? {})
  return Object.entries<Parameter>(first ?? {}).filter(([name, parameter]) =>
    rest.every((params) => JSON.stringify(params[name]) === JSON.stringify(parameter)),
  )
}

function BulkControl({
  nodes,
  name,
  parameter,
}: {
  nodes: readonly string[]
  name: string
  parameter: Parameter
}) {
  const [error, setError] = useState<string | null>(null)
  const values = useRun((run) =>
    JSON.stringify(nodes.map((id) => run.status[0]?.params[id]?.[name] ?? parameter.default)),
  )
  const all = JSON.parse(values) as ParameterValue[]
  const differ = all.some((value) => value !== all[0])
  const set = useSteadySet(nodes, name, all[0], setError)
  return (
    <Field
      label={differ ? `${parameter.title} (differs)` : parameter.title}
      help={parameter.doc}
      hint={<ParameterHint parameter={parameter} value={differ ? undefined : all[0]} reset={set.reset} />}
      error={error}
      inline={parameter.type === 'toggle'}
      data-testid={`bulk-${name}`}
    >
      {(control) => (
        <ValueControl
          control={control}
          parameter={parameter}
          value={all[0]}
          mixed={differ}
          set={set}
          onProblem={setError}
          testId={`set-bulk-${name}`}
        />
      )}
    </Field>
  )
}
