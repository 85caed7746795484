import { runStore } from '../state/run-store.ts'
import { useUi } from '../state/ui-store.ts'

/** All charts and the time line show the same stretch of simulated time: the last so many seconds, or less at the beginning. */
export const WINDOW_SECONDS = [15, 60, 300] as const

/** The stretch that is shown now. Read it while drawing; it moves with the clock. */
export function shownWindow(windowSeconds: number): { fromNanos: number; toNanos: number } {
  const { nowNanos } = runStore.getState()
  const toNanos = Math.max(nowNanos, windowSeconds * 1e9)
  return { fromNanos: toNanos - windowSeconds * 1e9, toNanos }
}

/** How many seconds the charts look back. */
export const useWindowSeconds = (): number => useUi((ui) => ui.windowSeconds)
