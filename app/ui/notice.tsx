import { CircleAlert, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import css from './notice.module.css'

export interface NoticeProps {
  tone?: 'info' | 'failure'
  /** One sentence: what is wrong, where, what to do. */
  children: ReactNode
  /** Buttons that help. */
  actions?: ReactNode
  onDismiss?: () => void
  'data-testid'?: string
}

/** A message that stands until it is dismissed. Never takes the focus. */
export function Notice({ tone = 'info', children, actions, onDismiss, ...rest }: NoticeProps) {
  const Icon = tone === 'failure' ? CircleAlert : Info
  return (
    <div
      className={`${css.notice} ${css[tone]}`}
      role={tone === 'failure' ? 'alert' : 'status'}
      data-testid={rest['data-testid']}
    >
      <Icon className={css.icon} aria-hidden />
      <div className={css.text}>
        {children}
        {actions !== undefined && <div className={css.actions}>{actions}</div>}
      </div>
      {onDismiss !== undefined && <IconButton icon={X} size="small" label="Dismiss" onClick={onDismiss} />}
    </div>
  )
}
