import { runStore } from '../state/run-store.ts'

/** All charts and the time line show the same stretch of simulated time: the last so many seconds, or less at the beginning. */
export const WINDOW_SECONDS = [15, 60, 300] as const

/** The charts' length while the run is shorter than the window. */
const YOUNG_SECONDS = [5, 10, 15, 30, 60, 120, 300] as const

/** The stretch that is shown now. Read it while drawing; it moves with the clock. */
export function shownWindow(windowSeconds: number): { fromNanos: number; toNanos: number } {
  const { nowNanos } = runStore.getState()
  const wanted = windowSeconds * 1e9
  if (nowNanos >= wanted) return { fromNanos: nowNanos - wanted, toNanos: nowNanos }
  // A young run fills the chart in a few steps instead of crowding at its left end.
  const young = YOUNG_SECONDS.find((seconds) => seconds * 1e9 >= nowNanos) ?? windowSeconds
  return { fromNanos: 0, toNanos: Math.min(young, windowSeconds) * 1e9 }
}
