/** Lets the built page open without a network from now on. A browser that refuses loses nothing else. */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Later: what the page needs first must not wait for what it may need some day.
  addEventListener('load', () => {
    navigator.serviceWorker.register('./sw.js').catch(() => undefined)
  })
}
