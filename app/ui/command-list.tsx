import { Command } from 'cmdk'
import { useRef, type ReactNode } from 'react'
import { useEarlyEnter } from './use-early-enter.ts'
import css from './command-list.module.css'

export interface CommandItem {
  /** Unique in the list. */
  id: string
  label: string
  /** Behind the label, in fewer words. */
  hint?: string
  icon?: ReactNode
  /** More words by which it is found. */
  keywords?: string[]
  disabled?: boolean
  run: () => void
  'data-testid'?: string
}
export interface CommandGroup {
  title: string
  items: readonly CommandItem[]
}

/** How well what was typed names an item: its whole name, its beginning, a word of it, or a word of what is said about it. */
export function likeness(_id: string, typed: string, [name = '', ...more]: string[] = []): number {
  const wanted = typed.trim().toLowerCase()
  const title = name.toLowerCase()
  if (title === wanted) return 1
  if (title.startsWith(wanted)) return 0.9
  if (title.split(/\s+/).some((word) => word.startsWith(wanted))) return 0.8
  if (title.includes(wanted)) return 0.7
  const words = wanted.split(/\s+/)
  const about = `${title} ${more.join(' ').toLowerCase()}`
  return words.every((word) => about.includes(word)) ? 0.3 : 0
}

/** Items that are found by typing, chosen by arrow keys and Enter. Until there are any, what is typed stands, and Enter waits for them. */
export function CommandList({
  label,
  placeholder,
  empty,
  groups,
}: {
  label: string
  placeholder: string
  /** Said when nothing is found. */
  empty: string
  /** Undefined while they are on their way. */
  groups: readonly CommandGroup[] | undefined
}) {
  const list = useRef<HTMLDivElement>(null)
  const hearEnter = useEarlyEnter(list, groups !== undefined)
  return (
    <Command ref={list} label={label} className={css.command} filter={likeness} loop onKeyDown={hearEnter}>
      <Command.Input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type
        autoFocus
        placeholder={placeholder}
        className={css.input}
        data-testid="command-input"
      />
      <Command.List className={css.list}>
        <Command.Empty className={css.empty}>{groups === undefined ? 'One moment…' : empty}</Command.Empty>
        {groups?.map(({ title, items }) => (
          <Command.Group key={title} heading={title} className={css.group}>
            {items.map(({ id, label: name, hint, icon, keywords, disabled, run, ...rest }) => (
              <Command.Item
                key={id}
                value={id}
                keywords={[name, ...(keywords ?? [])]}
                disabled={disabled}
                onSelect={run}
                className={css.item}
                data-testid={rest['data-testid']}
              >
                {icon}
                <span className={css.name}>{name}</span>
                {hint !== undefined && <span className={css.hint}>{hint}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}
