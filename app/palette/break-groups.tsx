import type { ActiveFault } from '../../engine/run/fault-board.ts'
import type { Document } from '../../engine/schema/document.ts'
import { defaultsOf } from '../../engine/schema/parameter.ts'
import { focusNode } from '../canvas/graph-focus.ts'
import { strike } from '../panels/fault-form.tsx'
import { faultsFor, isAt, type FaultSpot } from '../panels/fault-spot.ts'
import { useRun } from '../state/run-store.ts'
import { session } from '../state/session.ts'
import { useUi } from '../state/ui-store.ts'
import type { CommandGroup } from '../ui/command-list.tsx'
import { Glyph } from '../ui/glyph.tsx'

const NONE: readonly ActiveFault[] = []

/** The faults in force in the lane that is shown. */
export function useActiveFaults(): readonly ActiveFault[] {
  const lane = useUi((ui) => ui.lane)
  return useRun((run) => run.status[lane]?.faults) ?? NONE
}

/** The faults that can strike a node or an edge; those in force there are lifted. */
export function breakGroups(
  document: Document,
  spot: FaultSpot,
  active: readonly ActiveFault[],
  run: (act: () => Promise<unknown>) => () => void,
): readonly CommandGroup[] {
  const done = async (problem: string | null) => {
    if (problem !== null) session.notify('failure', problem)
    if ('node' in spot) await focusNode(spot.node)
  }
  const items = faultsFor(spot, document).map((fault) => {
    const inForce = active.find(({ fault: kind, on }) => kind === fault.kind && isAt(on, spot))
    return {
      id: `fault ${fault.kind}`,
      label: inForce === undefined ? fault.title : `Lift: ${fault.title.toLowerCase()}`,
      hint: fault.doc,
      icon: <Glyph name={fault.icon} size={16} />,
      keywords: [fault.kind, fault.doc],
      run: run(async () => {
        if (inForce === undefined) return done(await strike(fault, spot, defaultsOf(fault.params)))
        await session.act({ do: 'lift', id: inForce.id })
        await done(null)
      }),
    }
  })
  return [{ title: 'Faults', items }]
}
