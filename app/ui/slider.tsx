import { Slider as Radix } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import type { FieldControl } from './field.tsx'
import { formatReadingText } from './format.ts'
import { NumberEntry } from './number-entry.tsx'
import { fromPosition, lastPosition, toPosition, type SliderRange } from './slider-scale.ts'
import css from './slider.module.css'

export interface SliderProps extends SliderRange, Partial<FieldControl> {
  value: number
  /** It stands for several values, of which this is one: the number is left open. */
  mixed?: boolean
  unit?: string
  /** While the thumb is held and moves. */
  onPreview: (value: number) => void
  /** When the thumb or the key that moved it has been let go, or a number has been typed. */
  onCommit: (value: number) => void
  /** What is wrong with a typed value; see NumberEntry. */
  problem?: (value: unknown) => string | null
  onProblem?: (problem: string | null) => void
  /** Without the number to type. */
  bare?: boolean
  disabled?: boolean
  'aria-label'?: string
  'data-testid'?: string
}

/** A number to be dragged, over a plain or a logarithmic scale, or typed. */
export function Slider(props: SliderProps) {
  const {
    value,
    mixed = false,
    unit = '',
    onPreview,
    onCommit,
    bare = false,
    disabled,
    min,
    max,
    scale,
    integer,
    id,
    ...rest
  } = props
  const range = { min, max, scale, integer }
  const { shown, move, letGo, take } = useHeld(value, onPreview, onCommit)
  const testId = rest['data-testid']
  return (
    <div className={css.row}>
      <Radix.Root
        className={css.slider}
        min={0}
        max={lastPosition(range)}
        value={[toPosition(shown, range)]}
        onValueChange={([position]) => move(fromPosition(position, range))}
        onLostPointerCapture={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
        disabled={disabled}
        data-testid={testId}
      >
        <Radix.Track className={css.track}>
          <Radix.Range className={css.range} />
        </Radix.Track>
        <Radix.Thumb
          className={css.thumb}
          aria-label={rest['aria-label']}
          aria-labelledby={id === undefined ? undefined : `${id}-label`}
          aria-valuetext={formatReadingText(shown, unit)}
        />
      </Radix.Root>
      {!bare && (
        <NumberEntry
          id={id}
          value={mixed && shown === value ? NaN : shown}
          unit={unit}
          problem={rest.problem}
          onProblem={rest.onProblem}
          onCommit={take}
          disabled={disabled}
          aria-label={rest['aria-label']}
          aria-describedby={rest['aria-describedby']}
          aria-invalid={rest['aria-invalid']}
          data-testid={testId === undefined ? undefined : `${testId}-entry`}
        />
      )}
    </div>
  )
}

/** The value comes back from the run within this. */
const FOLLOWS_MS = 1_000

/** What is shown while it is held, and after that until the value has followed. */
interface Draft {
  value: number
  /** The value when it was let go; null while it is held. */
  over: number | null
}

/**
 * A thumb is let go when the pointer or the key is, wherever that happens and also where it began; a key that is held down is one
 * movement.
 */
function useHeld(value: number, onPreview: (value: number) => void, onCommit: (value: number) => void) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const held = useRef<number | null>(null)
  const shown = draft !== null && (draft.over ?? value) === value ? draft.value : value
  useEffect(() => {
    if (draft === null || draft.over === null) return
    // Once the value has followed, or has had the time to, what was let go is past.
    const timer = setTimeout(() => setDraft(null), draft.over === value ? FOLLOWS_MS : 0)
    return () => clearTimeout(timer)
  }, [draft, value])
  const take = (next: number) => {
    held.current = null
    setDraft({ value: next, over: value })
    onCommit(next)
  }
  const move = (next: number) => {
    if (next === shown) return
    held.current = next
    setDraft({ value: next, over: null })
    onPreview(next)
  }
  const letGo = () => held.current !== null && take(held.current)
  return { shown, move, letGo, take }
}
