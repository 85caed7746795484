import { Switch as Radix } from 'radix-ui'
import type { FieldControl } from './field.tsx'
import css from './switch.module.css'

export interface SwitchProps extends Partial<FieldControl> {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  /** When no field names it. */
  'aria-label'?: string
  'data-testid'?: string
}

/** On or off, at once. */
export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <Radix.Root className={css.track} checked={checked} onCheckedChange={onChange} {...rest}>
      <Radix.Thumb className={css.thumb} />
    </Radix.Root>
  )
}
