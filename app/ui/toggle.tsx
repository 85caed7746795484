import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Button } from './button.tsx'
import css from './toggle.module.css'

export interface ToggleProps extends Omit<ComponentProps<'button'>, 'onChange'> {
  pressed: boolean
  onChange: (pressed: boolean) => void
  icon?: LucideIcon
  size?: 'small' | 'medium'
}

/** A button that stays down. */
export function Toggle({ pressed, onChange, className, ...rest }: ToggleProps) {
  return (
    <Button
      aria-pressed={pressed}
      className={[css.toggle, className].filter(Boolean).join(' ')}
      onClick={() => onChange(!pressed)}
      {...rest}
    />
  )
}
