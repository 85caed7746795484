import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { ActiveFault } from '../../engine/run/fault-board.ts'
import { useRun, type RunState } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'
import { faultsOnEdge, faultsOnNode } from './faults-on.ts'

const NONE: readonly ActiveFault[] = []

const activeIn = ({ status }: RunState, lane: number): readonly ActiveFault[] => status[lane]?.faults ?? NONE

/** The faults in force at a node, in the lane that is shown. The same list as long as they are the same, whatever else is edited. */
export function useNodeFaults(node: string): readonly ActiveFault[] {
  const lane = useUi((ui) => ui.lane)
  return useRun(
    useShallow((run) => {
      const faults = activeIn(run, lane)
      return run.opened === null || faults.length === 0
        ? NONE
        : faultsOnNode(faults, run.opened.document, node)
    }),
  )
}

/** The faults in force on edges, by edge, in the lane that is shown; edges without any are not in it. */
export function useEdgeFaults(): ReadonlyMap<string, readonly ActiveFault[]> {
  const lane = useUi((ui) => ui.lane)
  const faults = useRun((run) => activeIn(run, lane))
  const document = useRun((run) => run.opened?.document)
  return useMemo(() => {
    if (document === undefined || faults.length === 0) return new Map<string, ActiveFault[]>()
    const struck = document.edges.map((edge) => [edge.id, faultsOnEdge(faults, document, edge)] as const)
    return new Map(struck.filter(([, list]) => list.length > 0))
  }, [faults, document])
}
