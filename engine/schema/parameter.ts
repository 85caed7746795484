/** A knob of a kind: enough to draw a form, validate a document and write the reference page. */
export type Parameter = NumberParameter | ChoiceParameter | ToggleParameter
export type ParameterValue = number | string | boolean

interface Described {
  /** Shown as the label. */
  title: string
  /** One sentence that says what it does. */
  doc: string
}
export interface NumberParameter extends Described {
  type: 'number' | 'integer'
  default: number
  min: number
  max: number
  /** `ms`, `requests/s`, `entries`…; empty for plain ratios. */
  unit: string
  /** A slider runs over this many orders of magnitude better by logarithm. */
  scale?: 'log'
}
export interface ChoiceParameter<Value extends string = string> extends Described {
  type: 'choice'
  default: Value
  /** Value to title. */
  options: Readonly<Record<Value, string>>
}
export interface ToggleParameter extends Described {
  type: 'toggle'
  default: boolean
}

export type Parameters = Readonly<Record<string, Parameter>>
export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends NumberParameter
    ? number
    : P[K] extends ToggleParameter
      ? boolean
      : P[K] extends { options: Readonly<Record<infer Value, string>> }
        ? Value
        : never
}

type NumberOptions = Omit<NumberParameter, 'type' | 'max' | 'min'> & { min?: number; max?: number }

/** A whole number; 0 to 1e9 unless told. */
export const integer = (options: NumberOptions): NumberParameter => ({
  min: 0,
  max: 1e9,
  ...options,
  type: 'integer',
})
/** Any finite number; 0 to 1e9 unless told. */
export const number = (options: NumberOptions): NumberParameter => ({
  min: 0,
  max: 1e9,
  ...options,
  type: 'number',
})
/** One of a few named strategies. */
export const choice = <const Value extends string>(
  options: Omit<ChoiceParameter<Value>, 'type' | 'default'> & { default: NoInfer<Value> },
): ChoiceParameter<Value> => ({ ...options, type: 'choice' })
/** On or off. */
export const toggle = (options: Omit<ToggleParameter, 'type'>): ToggleParameter => ({
  ...options,
  type: 'toggle',
})

/** What is wrong with `value` for this parameter, as the end of a sentence ("…must be from 1 to 10 ms, not 12"); null when fine. */
export function parameterProblem(parameter: Parameter, value: unknown): string | null {
  switch (parameter.type) {
    case 'toggle':
      return typeof value === 'boolean' ? null : `must be true or false, not ${show(value)}`
    case 'choice': {
      const names = Object.keys(parameter.options)
      return typeof value === 'string' && names.includes(value)
        ? null
        : `must be one of ${names.join(', ')}, not ${show(value)}`
    }
    default:
      return numberProblem(parameter, value)
  }
}

function numberProblem(parameter: NumberParameter, value: unknown): string | null {
  const { min, max, unit } = parameter
  const whole = parameter.type === 'integer'
  if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isInteger(value))) {
    return `must be a ${whole ? 'whole ' : ''}number, not ${show(value)}`
  }
  if (value >= min && value <= max) return null
  return `must be from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}, not ${value}`
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value))
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** The defaults of a set of parameters. */
export function defaultsOf(parameters: Parameters): Record<string, ParameterValue> {
  return Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, p.default]))
}
