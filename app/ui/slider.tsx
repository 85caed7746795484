import { Slider as Radix } from 'radix-ui'
import { useState } from 'react'
import type { FieldControl } from './field.tsx'
import { formatReadingText } from './format.ts'
import { NumberEntry } from './number-entry.tsx'
import { fromPosition, lastPosition, toPosition, type SliderRange } from './slider-scale.ts'
import css from './slider.module.css'

export interface SliderProps extends SliderRange, Partial<FieldControl> {
  value: number
  unit?: string
  /** While the thumb moves, and when a number has been typed. */
  onChange: (value: number) => void
  /** When the thumb has been let go, or a number has been typed. */
  onCommit?: (value: number) => void
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
    unit = '',
    onChange,
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
  const [dragged, setDragged] = useState<number | null>(null)
  const shown = dragged ?? value
  const move = ([position]: number[]) => {
    const next = fromPosition(position, range)
    setDragged(next)
    if (next !== shown) onChange(next)
  }
  const release = ([position]: number[]) => {
    setDragged(null)
    onCommit?.(fromPosition(position, range))
  }
  const typed = (next: number) => {
    onChange(next)
    onCommit?.(next)
  }
  const testId = rest['data-testid']
  return (
    <div className={css.row}>
      <Radix.Root
        className={css.slider}
        min={0}
        max={lastPosition(range)}
        value={[toPosition(shown, range)]}
        onValueChange={move}
        onValueCommit={release}
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
          value={shown}
          unit={unit}
          problem={rest.problem}
          onProblem={rest.onProblem}
          onCommit={typed}
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
