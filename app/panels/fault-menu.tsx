import { useState } from 'react'
import { FAULTS } from '../../engine/faults/catalogue.ts'
import type { AnyFault } from '../../engine/faults/define-fault.ts'
import { kindOf } from '../state/catalogue.ts'
import type { Document } from '../../engine/schema/document.ts'
import { defaultsOf } from '../../engine/schema/parameter.ts'
import { session } from '../state/session.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { Glyph } from '../ui/glyph.tsx'
import { strike } from './fault-form.tsx'
import css from './panel.module.css'

export type FaultSpot = { node: string } | { edge: string }

/** The faults that can strike one node or edge, each one click; those in force are lifted by another. */
export function FaultMenu({ spot }: { spot: FaultSpot }) {
  const lane = useUi((ui) => ui.lane)
  const active = useRun((run) => run.status[lane]?.faults)
  const document = useRun((run) => run.opened?.document)
  const [error, setError] = useState<string | null>(null)
  if (document === undefined) return null
  const here = (active ?? []).filter(({ on }) =>
    'node' in spot ? 'node' in on && on.node === spot.node : 'edge' in on && on.edge === spot.edge,
  )
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

function faultsFor(spot: FaultSpot, document: Document): AnyFault[] {
  const target = 'node' in spot ? 'node' : 'edge'
  const faults = [...FAULTS.values()].filter((fault) => fault.targets.includes(target))
  if ('edge' in spot) return faults
  const site = kindOf(document.nodes[spot.node]?.kind)?.site
  return faults.filter((fault) => site !== undefined && (fault.appliesTo?.(site) ?? true))
}
