import { useState } from 'react'
import { parameterProblem, type Parameter, type ParameterValue } from '../../engine/schema/parameter.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Field, type FieldControl } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { Slider } from '../ui/slider.tsx'
import { Switch } from '../ui/switch.tsx'

export interface ParameterControlProps {
  node: string
  name: string
  parameter: Parameter
  /** Shown instead of the parameter's own title, where the node must be named too. */
  label?: string
}

/** One parameter of a running node: the right control for its type, changed at once in every lane. */
export function ParameterControl({ node, name, parameter, label }: ParameterControlProps) {
  const lane = useUi((ui) => ui.lane)
  const value = useRun(
    (run) =>
      run.status[lane]?.params[node]?.[name] ??
      run.opened?.document.nodes[node]?.params[name] ??
      parameter.default,
  )
  const [error, setError] = useState<string | null>(null)
  const set = (next: ParameterValue) => {
    setError(null)
    void session.act({ do: 'set', node, param: name, value: next }, { quiet: true }).then((answer) => {
      if (!answer.ok) setError(answer.message)
    })
  }
  return (
    <Field
      label={label ?? parameter.title}
      help={parameter.doc}
      error={error}
      inline={parameter.type === 'toggle'}
      data-testid={`param-${node}-${name}`}
    >
      {(control) => (
        <Control
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
}

interface ControlProps {
  control: FieldControl
  parameter: Parameter
  value: ParameterValue
  set: (value: ParameterValue) => void
  onProblem: (problem: string | null) => void
  testId: string
}

function Control({ control, parameter, value, set, onProblem, testId }: ControlProps) {
  if (parameter.type === 'toggle')
    return <Switch {...control} checked={value === true} onChange={set} data-testid={testId} />
  if (parameter.type === 'choice') {
    const options = Object.entries(parameter.options).map(([option, title]) => ({
      value: option,
      label: title,
    }))
    return (
      <Select
        {...control}
        value={String(value)}
        options={options}
        onChange={set}
        size="small"
        data-testid={testId}
      />
    )
  }
  const { min, max, scale, unit, type } = parameter
  return (
    <Slider
      {...control}
      value={Number(value)}
      min={min}
      max={max}
      scale={scale}
      integer={type === 'integer'}
      unit={unit}
      problem={(typed) => parameterProblem(parameter, typed)}
      onProblem={onProblem}
      onChange={set}
      data-testid={testId}
    />
  )
}
