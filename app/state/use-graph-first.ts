import { useEffect, useState } from 'react'
import { afterPainting } from '../ui/after-painting.ts'
import { useRun } from './run-store.ts'

/** How long sheets wait for a run that is being done again. */
const LONGEST_WAIT_MS = 1_000

/**
 * Whether it is the turn of what stands beside the canvas: once the first graph has been painted at the instant it was opened at, and
 * a second after it was opened at the latest. What people look at first comes first.
 */
export function useGraphFirst(): boolean {
  const opened = useRun((run) => run.opened !== null)
  const there = useRun((run) => run.opened !== null && !run.doingAgain)
  const [begun, begin] = useState(false)
  useEffect(() => {
    if (begun || !opened) return
    if (there) return afterPainting(() => begin(true))
    const timer = setTimeout(() => begin(true), LONGEST_WAIT_MS)
    return () => clearTimeout(timer)
  }, [begun, opened, there])
  return begun
}
