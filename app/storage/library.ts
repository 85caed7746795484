import { pictureSvg } from '../share/picture-svg.ts'
import type { OpenedRun } from '../state/run-store.ts'
import { catalogueStore } from '../state/catalogue.ts'
import { session, sharing } from '../state/session.ts'
import { DesignShelf } from './design-shelf.ts'
import { rememberOpen } from './left-open.ts'
import { Librarian } from './librarian.ts'
import { localStore } from './local-store.ts'
import { Parking } from './parking.ts'
import { shelfStore } from './shelf-store.ts'

/** The tabs of this page tell each other which designs they have written. */
const channel = openChannel()
/** What was deleted can be brought back for so long, in case that the page was closed meanwhile. */
const KEPT_DELETED_MS = 7 * 24 * 3_600_000

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin, its own
const shelf = new DesignShelf({ tell: (id) => channel?.postMessage(id) })

/** Begins to keep what a person edits. `seen` is what was open before: of each run the first and the last. */
export function startLibrary(seen: readonly OpenedRun[]): Librarian {
  const librarian = new Librarian({
    session,
    sharing,
    shelf,
    store: shelfStore,
    thumbnail: (document) => pictureSvg(document, catalogueStore.getState().kinds, 'plain'),
    parking: new Parking(localStore),
    remember: rememberOpen,
    seen,
  })
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') void librarian.heard(data)
  })
  addEventListener('pagehide', () => librarian.leave())
  addEventListener('visibilitychange', () => {
    if (document.hidden) librarian.leave()
  })
  setTimeout(() => void shelf.purge(KEPT_DELETED_MS), 30_000)
  return librarian
}

/** Where the storage is shut off, some browsers refuse this too. */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel('breakwater-designs')
  } catch {
    return null
  }
}
