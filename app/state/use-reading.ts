import { useCallback, useSyncExternalStore } from 'react'
import { session } from './session.ts'

/** The newest reading of a column of a lane, at most ten times a second; NaN when there is none. */
export function useReading(lane: number, columnId: string): number {
  const read = useCallback(() => session.latest(lane, columnId), [lane, columnId])
  return useSyncExternalStore(session.pulse.subscribe, read)
}
