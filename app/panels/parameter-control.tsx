import { memo, useState } from 'react'
import type { Parameter } from '../../engine/schema/parameter.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Field } from '../ui/field.tsx'
import { ParameterHint } from './parameter-hint.tsx'
import { useSteadySet } from './use-steady-set.ts'
import { ValueControl } from './value-control.tsx'

export interface ParameterControlProps {
  node: string
  name: string
  parameter: Parameter
  /** Shown instead of the parameter's own title, where the node must be named too. */
  label?: string
}

/** One parameter of a running node: the right control for its type, changed at once in every lane. */
export const ParameterControl = memo(function ParameterControl({
  node,
  name,
  parameter,
  label,
}: ParameterControlProps) {
  const lane = useUi((ui) => ui.lane)
  const value = useRun(
    (run) =>
      run.status[lane]?.params[node]?.[name] ??
      run.opened?.document.nodes[node]?.params[name] ??
      parameter.default,
  )
  const [error, setError] = useState<string | null>(null)
  const set = useSteadySet([node], name, value, setError)
  return (
    <Field
      label={label ?? parameter.title}
      help={parameter.doc}
      hint={<ParameterHint parameter={parameter} value={value} reset={set.reset} />}
      error={error}
      inline={parameter.type === 'toggle'}
      data-testid={`param-${node}-${name}`}
    >
      {(control) => (
        <ValueControl
          control={control}
          parameter={parameter}
          value={value}
          set={set}
          onProblem={setError}
          testId={`set-${node}-${name}`}
        />
      )}
    </Field>
  )
})
