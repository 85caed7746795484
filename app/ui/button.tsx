import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import css from './button.module.css'

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` once a view; `danger` breaks something on purpose. */
  variant?: 'plain' | 'primary' | 'danger' | 'quiet'
  size?: 'small' | 'medium'
  icon?: LucideIcon
}

/** A labelled action. */
export function Button({
  variant = 'plain',
  size = 'medium',
  icon: Icon,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={[css.button, css[variant], css[size], className].filter(Boolean).join(' ')}
      {...rest}
    >
      {Icon !== undefined && <Icon className={css.icon} aria-hidden />}
      {children}
    </button>
  )
}
