import { useState } from 'react'
import type { AnyFault } from '../../engine/faults/define-fault.ts'
import { defaultsOf } from '../../engine/schema/parameter.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Glyph } from '../ui/glyph.tsx'
import { strike } from './fault-form.tsx'
import { faultsFor, isAt, type FaultSpot } from './fault-spot.ts'
import css from './panel.module.css'

/** The faults that can strike one node or edge, each one click; those in force are lifted by another. */
export function FaultMenu({ spot }: { spot: FaultSpot }) {
  const lane = useUi((ui) => ui.lane)
  const active = useRun((run) => run.status[lane]?.faults)
  const document = useRun((run) => run.opened?.document)
  const [error, setError] = useState<string | null>(null)
  if (document === undefined) return null
  const here = (active ?? []).filter(({ on }) => isAt(on, spot))
  const press = (fault: AnyFault) => {
    const inForce = here.find((each) => each.fault === fault.kind)
    if (inForce !== undefined) void session.act({ do: 'lift', id: inForce.id })
    else void strike(fault, spot, defaultsOf(fault.params)).then(setError)
  }
  return (
    <div className={css.menu} role="group" aria-label="Faults" data-testid="fault-menu">
      {faultsFor(spot, document).map((fault) => {
        const pressed = here.some((each) => each.fault === fault.kind)
        return (
          <button
            key={fault.kind}
            type="button"
            className={css.menuItem}
            aria-pressed={pressed}
            title={fault.doc}
            onClick={() => press(fault)}
            data-testid={`fault-${fault.kind}`}
          >
            <Glyph name={fault.icon} size={14} />
            {pressed ? `Lift: ${fault.title.toLowerCase()}` : fault.title}
          </button>
        )
      })}
      {error !== null && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
