import { pictureSvg } from '../share/picture-svg.ts'
import type { OpenedRun } from '../state/run-store.ts'
import { catalogueStore } from '../state/catalogue.ts'
import { session, sharing } from '../state/session.ts'
import { DesignShelf } from './design-shelf.ts'
import { Librarian } from './librarian.ts'
import { shelfStore } from './shelf-store.ts'

/** The tabs of this page tell each other which designs they have written. */
const channel = new BroadcastChannel('breakwater-designs')
/** What was deleted can be brought back for so long, in case that the page was closed meanwhile. */
const KEPT_DELETED_MS = 7 * 24 * 3_600_000

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin, its own
const shelf = new DesignShelf({ tell: (id) => channel.postMessage(id) })

/** Begins to keep what a person edits. `untouched` is what was open before the first edit, which may have been made meanwhile. */
export function startLibrary(untouched: OpenedRun | null): Librarian {
  const librarian = new Librarian({
    session,
    sharing,
    shelf,
    store: shelfStore,
    thumbnail: (document) => pictureSvg(document, catalogueStore.getState().kinds, 'plain'),
    untouched,
  })
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') void librarian.heard(data)
  })
  addEventListener('pagehide', () => void librarian.flush())
  addEventListener('visibilitychange', () => {
    if (document.hidden) void librarian.flush()
  })
  setTimeout(() => void shelf.purge(KEPT_DELETED_MS), 30_000)
  return librarian
}
