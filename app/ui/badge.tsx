import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import css from './badge.module.css'

export type Tone = 'neutral' | 'accent' | 'failure' | 'saturation' | 'holds' | 'accepted' | 'rejected'

export interface BadgeProps extends ComponentProps<'span'> {
  tone?: Tone
  icon?: LucideIcon
  /** Filled, to be seen from across the room. */
  strong?: boolean
}

/** A word about a state. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  strong = false,
  className,
  children,
  ...rest
}: BadgeProps) {
  return (
    <span
      className={[css.badge, css[tone], strong ? css.strong : '', className].filter(Boolean).join(' ')}
      {...rest}
    >
      {Icon !== undefined && <Icon className={css.icon} aria-hidden />}
      {children}
    </span>
  )
}
