import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import css from './icon-button.module.css'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends ComponentProps<'button'> {
  icon: LucideIcon
  /** Says what it does; read aloud, and shown as a tooltip. */
  label: string
  /** The key that does the same. */
  shortcut?: string
  size?: 'small' | 'medium'
  variant?: 'quiet' | 'primary' | 'danger'
  /** Given for buttons that stay down. */
  pressed?: boolean
}

/** An action that is only a glyph. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  size = 'medium',
  variant = 'quiet',
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={[css.button, css[size], css[variant], className].filter(Boolean).join(' ')}
        {...rest}
      >
        <Icon className={css.icon} aria-hidden />
      </button>
    </Tooltip>
  )
}
