import css from './figure.module.css'
import { formatReading, shortUnit } from './format.ts'

export interface FigureProps {
  value: number
  unit: string
  /** Where little room is: "/s" for "requests/s". */
  short?: boolean
  size?: 'small' | 'medium' | 'large'
}

/** A number with its unit set smaller behind it, in numerals that do not dance. */
export function Figure({ value, unit, short = false, size = 'medium' }: FigureProps) {
  const shown = formatReading(value, unit)
  const behind = short ? shortUnit(shown.unit) : shown.unit
  return (
    <span className={`${css.figure} ${css[size]}`}>
      {shown.figure}
      {behind !== '' && <span className={css.unit}>{behind.startsWith('/') ? behind : ` ${behind}`}</span>}
    </span>
  )
}
