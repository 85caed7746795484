import { ToggleGroup as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import type { FieldControl } from './field.tsx'
import css from './segmented-control.module.css'

export interface Segment<Value extends string> {
  value: Value
  label: ReactNode
  /** When the label is a glyph, or more should be said. */
  title?: string
  disabled?: boolean
}

export interface SegmentedControlProps<Value extends string> extends Partial<FieldControl> {
  value: Value
  options: readonly Segment<Value>[]
  onChange: (value: Value) => void
  size?: 'small' | 'medium'
  'aria-label'?: string
  'data-testid'?: string
}

/** One of a few, all of them in view. Arrow keys move. */
export function SegmentedControl<Value extends string>({
  value,
  options,
  onChange,
  size = 'medium',
  ...rest
}: SegmentedControlProps<Value>) {
  return (
    <Radix.Root
      type="single"
      value={value}
      onValueChange={(next) => next !== '' && onChange(next as Value)}
      className={`${css.group} ${css[size]}`}
      {...rest}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          title={option.title}
          aria-label={option.title}
          className={css.item}
          data-testid={
            rest['data-testid'] === undefined ? undefined : `${rest['data-testid']}-${option.value}`
          }
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  )
}
