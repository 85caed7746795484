import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import css from './popover.module.css'

export interface PopoverProps {
  /** The element that opens it; leave out for a popover that is placed with `anchor`. */
  trigger?: ReactElement
  anchor?: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  label: string
  children: ReactNode
  'data-testid'?: string
}

/** A small sheet beside what it is about. */
export function Popover({
  trigger,
  anchor,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  label,
  children,
  ...rest
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      {anchor !== undefined && <Radix.Anchor asChild>{anchor}</Radix.Anchor>}
      <Radix.Portal>
        <Radix.Content
          className={css.content}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          data-testid={rest['data-testid']}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Closes the popover it stands in. */
export const PopoverClose = ({ children }: { children: ReactElement }) => (
  <Radix.Close asChild>{children}</Radix.Close>
)
