import type { ActiveFault } from '../../engine/run/fault-board.ts'
import { useRun } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { faultsOnEdge, faultsOnNode } from './faults-on.ts'

const NONE: readonly ActiveFault[] = []

function useActiveFaults(): readonly ActiveFault[] {
  const lane = useUi((ui) => ui.lane)
  return useRun((run) => run.status[lane]?.faults ?? NONE)
}

/** The faults in force at a node, in the lane that is shown. */
export function useNodeFaults(node: string): readonly ActiveFault[] {
  const faults = useActiveFaults()
  const document = useRun((run) => run.opened?.document)
  return document === undefined || faults.length === 0 ? NONE : faultsOnNode(faults, document, node)
}

/** The faults in force on an edge, in the lane that is shown. */
export function useEdgeFaults(id: string): readonly ActiveFault[] {
  const faults = useActiveFaults()
  const document = useRun((run) => run.opened?.document)
  const edge = document?.edges.find((each) => each.id === id)
  if (document === undefined || edge === undefined || faults.length === 0) return NONE
  return faultsOnEdge(faults, document, edge)
}
