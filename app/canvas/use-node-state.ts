import { useCallback, useSyncExternalStore } from 'react'
import { session } from '../state/session.ts'
import { nodeState, type NodeState } from './node-state.ts'

/** The state of a node as it stands; renders again only when it has changed. */
export function useNodeState(lane: number, node: string): NodeState {
  const read = useCallback(() => {
    const ring = session.ring(lane)
    return ring === null ? 'calm' : nodeState(ring, node)
  }, [lane, node])
  return useSyncExternalStore(session.pulse.subscribe, read)
}
