import { useMemo } from 'react'
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

/** The faults in force on edges, by edge, in the lane that is shown; edges without any are not in it. */
export function useEdgeFaults(): ReadonlyMap<string, readonly ActiveFault[]> {
  const faults = useActiveFaults()
  const document = useRun((run) => run.opened?.document)
  return useMemo(() => {
    if (document === undefined || faults.length === 0) return new Map<string, ActiveFault[]>()
    const struck = document.edges.map((edge) => [edge.id, faultsOnEdge(faults, document, edge)] as const)
    return new Map(struck.filter(([, list]) => list.length > 0))
  }, [faults, document])
}
