import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { FieldControl } from './field.tsx'
import css from './select.module.css'

export interface SelectOption<Value extends string> {
  value: Value
  label: string
  /** A second line. */
  hint?: string
  disabled?: boolean
}

export interface SelectProps<Value extends string> extends Partial<FieldControl> {
  /** An empty one is none of them. */
  value: Value | ''
  /** Shown while it is none of them. */
  placeholder?: string
  options: readonly SelectOption<Value>[]
  onChange: (value: Value) => void
  size?: 'small' | 'medium'
  disabled?: boolean
  'aria-label'?: string
  'data-testid'?: string
}

/** One of several, when there are too many to stand side by side. */
export function Select<Value extends string>({
  value,
  placeholder,
  options,
  onChange,
  size = 'medium',
  disabled,
  ...rest
}: SelectProps<Value>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Radix.Trigger className={`${css.trigger} ${css[size]}`} {...rest}>
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronDown className={css.icon} aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={css.content} position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={css.item}
              >
                <Radix.ItemIndicator className={css.chosen}>
                  <Check className={css.icon} aria-hidden />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint !== undefined && <span className={css.hint}>{option.hint}</span>}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
