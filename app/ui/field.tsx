import { CircleHelp } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import css from './field.module.css'
import { Tooltip } from './tooltip.tsx'

/** What the control inside has to carry so that it is named and described. */
export interface FieldControl {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export interface FieldProps {
  label: string
  /** Shown small behind the label when the control does not show it itself. */
  unit?: string
  /** One sentence that says what it does. */
  help?: string
  /** Shown small below the control, and said with it: what may be entered. */
  hint?: ReactNode
  /** What is wrong with what was entered. */
  error?: string | null
  /** Label and control on one line: for switches and short choices. */
  inline?: boolean
  children: (control: FieldControl) => ReactNode
  'data-testid'?: string
}

/** A labelled control with its help and its error. */
export function Field({ label, unit, help, hint, error, inline = false, children, ...rest }: FieldProps) {
  const id = useId()
  const errorId = `${id}-error`
  const hintId = `${id}-hint`
  const wrong = error !== undefined && error !== null
  return (
    <div className={`${css.field} ${inline ? css.inline : ''}`} data-testid={rest['data-testid']}>
      <div className={css.head}>
        <label className={css.label} htmlFor={id} id={`${id}-label`}>
          {label}
          {unit !== undefined && unit !== '' && <span className={css.unit}> {unit}</span>}
        </label>
        {help !== undefined && (
          <Tooltip label={help} side="top">
            <button type="button" className={css.help} aria-label={`About ${label}: ${help}`}>
              <CircleHelp aria-hidden />
            </button>
          </Tooltip>
        )}
      </div>
      <div className={css.control}>
        {children({
          id,
          'aria-describedby': wrong ? errorId : hint === undefined ? undefined : hintId,
          'aria-invalid': wrong || undefined,
        })}
      </div>
      {hint !== undefined && (
        <div className={css.hint} id={hintId}>
          {hint}
        </div>
      )}
      {wrong && (
        <p className={css.error} id={errorId} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
