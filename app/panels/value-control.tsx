import { parameterProblem, type Parameter, type ParameterValue } from '../../engine/schema/parameter.ts'
import type { SteadySet } from './use-steady-set.ts'
import type { FieldControl } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { Slider } from '../ui/slider.tsx'
import { Switch } from '../ui/switch.tsx'

export interface ValueControlProps {
  control: FieldControl
  parameter: Parameter
  value: ParameterValue
  /** Several nodes have several values; whatever is chosen is meant for all of them. */
  mixed?: boolean
  set: SteadySet
  onProblem: (problem: string | null) => void
  testId: string
}

/** The right control for a parameter's type. */
export function ValueControl({
  control,
  parameter,
  value,
  mixed = false,
  set,
  onProblem,
  testId,
}: ValueControlProps) {
  if (parameter.type === 'toggle')
    return <Switch {...control} checked={value === true} onChange={set.commit} data-testid={testId} />
  if (parameter.type === 'choice') {
    const options = Object.entries(parameter.options).map(([option, title]) => ({
      value: option,
      label: title,
    }))
    return (
      <Select
        {...control}
        value={mixed ? '' : String(value)}
        placeholder="differs"
        options={options}
        onChange={set.commit}
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
      mixed={mixed}
      min={min}
      max={max}
      scale={scale}
      integer={type === 'integer'}
      unit={unit}
      problem={(typed) => parameterProblem(parameter, typed)}
      onProblem={onProblem}
      onPreview={set.preview}
      onCommit={set.commit}
      data-testid={testId}
    />
  )
}
