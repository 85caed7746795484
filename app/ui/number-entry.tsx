import { useState, type KeyboardEvent } from 'react'
import type { FieldControl } from './field.tsx'
import css from './number-entry.module.css'

export interface NumberEntryProps extends Partial<FieldControl> {
  value: number
  unit?: string
  /** What is wrong with a value, as the end of a sentence; null when it is fine. Wrong values are not taken. */
  problem?: (value: unknown) => string | null
  /** Takes the sentence's end, or null once it is right again. */
  onProblem?: (problem: string | null) => void
  onCommit: (value: number) => void
  disabled?: boolean
  /** Room for so many characters. */
  characters?: number
  'aria-label'?: string
  'data-testid'?: string
}

/** A number to be typed: taken with Enter or on leaving, put back with Escape. */
export function NumberEntry({
  value,
  unit = '',
  problem = () => null,
  onProblem,
  onCommit,
  characters = 7,
  ...rest
}: NumberEntryProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const give = () => {
    if (draft === null) return
    const typed = parse(draft)
    const wrong = typed === null ? `must be a number, not "${draft.trim().slice(0, 40)}"` : problem(typed)
    onProblem?.(wrong)
    if (wrong !== null) return
    setDraft(null)
    if (typed !== null && typed !== value) onCommit(typed)
  }
  const keyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') give()
    if (event.key !== 'Escape') return
    setDraft(null)
    onProblem?.(null)
  }
  return (
    <span className={css.entry}>
      <input
        className={css.input}
        style={{ width: `${characters + 2}ch` }}
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={draft ?? plain(value)}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={give}
        onKeyDown={keyDown}
        {...rest}
      />
      {unit !== '' && <span className={css.unit}>{unit}</span>}
    </span>
  )
}

/** People write 50 000, 50_000, 5e4 and 50k. */
function parse(text: string): number | null {
  const match = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([kMG]?)$/.exec(
    text.replace(/[\s_,’']/g, '').replace('−', '-'),
  )
  if (match === null) return null
  return Number(match[1]) * { '': 1, k: 1e3, M: 1e6, G: 1e9 }[match[2]]!
}

const plain = (value: number): string =>
  Number.isFinite(value) ? Number(value.toPrecision(12)).toString() : ''
