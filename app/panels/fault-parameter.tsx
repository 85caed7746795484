import { useState } from 'react'
import { parameterProblem, type Parameter, type ParameterValue } from '../../engine/schema/parameter.ts'
import { Field } from '../ui/field.tsx'
import { NumberEntry } from '../ui/number-entry.tsx'
import { Select } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'

export interface FaultParameterProps {
  name: string
  parameter: Parameter
  value: ParameterValue
  onChange: (value: ParameterValue) => void
}

/** A number, choice or switch that a fault takes before it strikes. */
export function FaultParameter({ name, parameter, value, onChange }: FaultParameterProps) {
  const [error, setError] = useState<string | null>(null)
  return (
    <Field
      label={parameter.title}
      help={parameter.doc}
      error={error}
      inline
      data-testid={`fault-param-${name}`}
    >
      {(control) => {
        if (parameter.type === 'toggle')
          return <Switch {...control} checked={value === true} onChange={onChange} />
        if (parameter.type === 'choice') {
          const options = Object.entries(parameter.options).map(([option, label]) => ({
            value: option,
            label,
          }))
          return (
            <Select {...control} value={String(value)} options={options} onChange={onChange} size="small" />
          )
        }
        return (
          <NumberEntry
            {...control}
            value={Number(value)}
            unit={parameter.unit}
            problem={(typed) => parameterProblem(parameter, typed)}
            onProblem={setError}
            onCommit={onChange}
          />
        )
      }}
    </Field>
  )
}
