import type { RunStore } from './state/run-store.ts'
import { loadWaiting } from './ui/load-later.ts'

/** A design has run for so long before anything is fetched that it does not need. */
const AFTER_MS = 3_000

/** Fetches what a first visit does without once a design runs and the page has nothing to do, so that it is there when it is wanted. */
export function loadWhenIdle(store: RunStore): void {
  const runs = () => store.getState().nowNanos > 0
  if (runs()) return loadSoon()
  const leave = store.subscribe(() => {
    if (!runs()) return
    leave()
    loadSoon()
  })
}

function loadSoon(): void {
  setTimeout(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => void loadWaiting(), { timeout: AFTER_MS })
    else void loadWaiting()
  }, AFTER_MS)
}
