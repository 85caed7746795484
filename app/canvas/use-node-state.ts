import { useCallback, useSyncExternalStore } from 'react'
import { session } from '../state/session.ts'
import { NODE_STATES, nodeState, type NodeState } from './node-state.ts'

/** The state of a node as it stands; renders again only when it has changed. */
export function useNodeState(lane: number, node: string): NodeState {
  const read = useCallback(() => {
    const ring = session.ring(lane)
    return ring === null ? 'calm' : nodeState(ring, node)
  }, [lane, node])
  return useSyncExternalStore(session.calmPulse.subscribe, read)
}

/** The worst state of any of the nodes; `calm` when there are none. */
export function useWorstState(lane: number, nodes: readonly string[]): NodeState {
  const read = useCallback(() => {
    const ring = session.ring(lane)
    const states = new Set(ring === null ? [] : nodes.map((node) => nodeState(ring, node)))
    return NODE_STATES.find((state) => states.has(state)) ?? 'calm'
  }, [lane, nodes])
  return useSyncExternalStore(session.calmPulse.subscribe, read)
}
