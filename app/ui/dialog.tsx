import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import css from './dialog.module.css'
import { IconButton } from './icon-button.tsx'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title. */
  description?: ReactNode
  /** Wide dialogs hold galleries and charts. */
  size?: 'narrow' | 'wide'
  footer?: ReactNode
  children?: ReactNode
  'data-testid'?: string
}

/** A sheet laid over the page. Escape and a click beside it close it. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'narrow',
  footer,
  children,
  ...rest
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={css.overlay} />
        <Radix.Content
          className={`${css.content} ${css[size]}`}
          data-testid={rest['data-testid']}
          onOpenAutoFocus={focusItself}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={css.header}>
            <div>
              <Radix.Title className={css.title}>{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className={css.description}>{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" />
            </Radix.Close>
          </header>
          <div className={css.body}>{children}</div>
          {footer !== undefined && <footer className={css.footer}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Reading begins at the title; the first button, which closes it all, is not what people came for. */
function focusItself(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
