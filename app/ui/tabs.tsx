import { Tabs as Radix } from 'radix-ui'
import type { MouseEvent, ReactNode } from 'react'
import css from './tabs.module.css'

export interface Tab {
  id: string
  label: ReactNode
  /** Behind the label: a count, a badge. */
  badge?: ReactNode
  content: ReactNode
  disabled?: boolean
}

export interface TabsProps {
  tabs: readonly Tab[]
  value: string
  onChange: (id: string) => void
  label: string
  /** What stands at the right end of the tab row. */
  aside?: ReactNode
  /** Tabs below their content, where thumbs are. */
  placement?: 'top' | 'bottom'
  'data-testid'?: string
}

/** The library focuses a pressed tab by script, which browsers take for the keyboard's doing and draw a ring. */
function focusWithoutRing(event: MouseEvent<HTMLElement>): void {
  event.currentTarget.focus({ focusVisible: false })
}

/** Several sheets, one on top. Only the top one is mounted. */
export function Tabs({ tabs, value, onChange, label, aside, placement = 'top', ...rest }: TabsProps) {
  return (
    <Radix.Root
      className={`${css.root} ${css[placement]}`}
      value={value}
      onValueChange={onChange}
      data-testid={rest['data-testid']}
    >
      <div className={css.bar}>
        <Radix.List className={css.list} aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              disabled={tab.disabled}
              className={css.tab}
              onMouseDownCapture={focusWithoutRing}
              data-testid={`tab-${tab.id}`}
            >
              {tab.label}
              {tab.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className={css.content} tabIndex={0}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
