import { useEffect, useRef } from 'react'
import { formatReading, NO_READING, shortUnit } from '../ui/format.ts'
import { session } from './session.ts'

export interface ReadingProps {
  lane: number
  columnId: string
  unit: string
  /** Where little room is: "/s" for "requests/s". */
  short?: boolean
  className?: string
  unitClassName?: string
  'data-testid'?: string
}

/** A live figure. It writes its own text four times a second and never renders again: cheap enough for hundreds of them. */
export function Reading({
  lane,
  columnId,
  unit,
  short = false,
  className,
  unitClassName,
  ...rest
}: ReadingProps) {
  const figureRef = useRef<HTMLSpanElement>(null)
  const unitRef = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const write = () => {
      const shown = formatReading(session.recent(lane, columnId, unit), unit)
      const behind = short ? shortUnit(shown.unit) : shown.unit
      setText(figureRef.current, shown.figure)
      setText(unitRef.current, behind === '' || behind.startsWith('/') ? behind : ` ${behind}`)
    }
    write()
    return session.calmPulse.subscribe(write)
  }, [lane, columnId, unit, short])
  return (
    <span className={className} data-testid={rest['data-testid']}>
      <span ref={figureRef}>{NO_READING}</span>
      <span ref={unitRef} className={unitClassName} />
    </span>
  )
}

/** Only text that differs is written: an unchanged figure costs no layout. */
function setText(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text
}
