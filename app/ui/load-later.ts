const waiting: (() => Promise<unknown>)[] = []

/** Has code fetched once the page has nothing more urgent to do. */
export function loadLater(load: () => Promise<unknown>): void {
  waiting.push(load)
}

/** Fetches all of it, one after the other; what fails is fetched again when it is wanted. */
export async function loadWaiting(): Promise<void> {
  for (const load of waiting.splice(0)) await load().catch(() => undefined)
}
