import { Search } from 'lucide-react'
import type { KeyboardEvent, Ref } from 'react'
import css from './search-field.module.css'

export interface SearchFieldProps {
  /** What is looked for; it is the field's name as well. */
  label: string
  value: string
  onChange: (value: string) => void
  /** Takes what was found first. */
  onEnter?: () => void
  /** For a sheet that was opened to find something. */
  autoFocus?: boolean
  ref?: Ref<HTMLInputElement>
  'data-testid'?: string
}

/** Where a few letters find something in a list. Keys that are typed into it are nobody else's. */
export function SearchField({ label, value, onChange, onEnter, ...rest }: SearchFieldProps) {
  const hear = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return // closes what it stands in
    event.stopPropagation()
    if (event.key === 'Enter') onEnter?.()
  }
  return (
    <label className={css.search}>
      <Search aria-hidden size={14} />
      <input
        type="search"
        placeholder={label}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={hear}
        {...rest}
      />
    </label>
  )
}
