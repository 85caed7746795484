import { loadLater } from '../ui/load-later.ts'

/**
 * Lets the built page open without a network from now on. Everything is fetched for that, which waits until a design runs: what the
 * page needs first must not wait for what it may need some day. A browser that refuses loses nothing else.
 */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  loadLater(() => navigator.serviceWorker.register('./sw.js'))
}
