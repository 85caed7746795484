import type { Parameter, ParameterValue } from '../../engine/schema/parameter.ts'
import { formatCount } from '../ui/format.ts'
import css from './parameter-hint.module.css'

export interface ParameterHintProps {
  parameter: Parameter
  /** Undefined where several nodes have several. */
  value: ParameterValue | undefined
  reset: () => void
}

/** Quietly below a control: what may be entered, and the kind's default, to which a press takes it back. */
export function ParameterHint({ parameter, value, reset }: ParameterHintProps) {
  const isDefault = value === parameter.default
  const isNumber = 'min' in parameter
  if (isDefault && !isNumber) return null
  const says = `default ${inWords(parameter)}`
  return (
    <span className={css.hint}>
      <span>{isNumber && `${formatCount(parameter.min)} to ${formatCount(parameter.max)}`}</span>
      {isDefault ? (
        <span>{says}</span>
      ) : (
        <button
          type="button"
          className={css.reset}
          title={`Set ${parameter.title} to its default`}
          onClick={reset}
          data-testid="reset-parameter"
        >
          {says}
        </button>
      )}
    </span>
  )
}

function inWords(parameter: Parameter): string {
  if (parameter.type === 'toggle') return parameter.default ? 'on' : 'off'
  if (parameter.type === 'choice') return parameter.options[parameter.default]
  return formatCount(parameter.default)
}
