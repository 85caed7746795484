import type { OpenedRun, RunStore } from '../state/run-store.ts'
import { loadLater } from '../ui/load-later.ts'
import type { Librarian } from './librarian.ts'

/** What was open before the librarian came: of each run that was edited, and of the last, the first and the last that was seen. */
let seen: OpenedRun[] = []
let coming: Promise<Librarian> | null = null

/** Whoever keeps designs: its code is fetched with the first edit at the latest. */
export function librarianSoon(): Promise<Librarian> {
  coming ??= import('./library.ts').then(({ startLibrary }) => startLibrary(seen))
  return coming
}

/** From now on what a person edits is kept. */
export function keepDesigns(store: RunStore): void {
  loadLater(librarianSoon)
  seen = withOpened(seen, store.getState().opened)
  const leave = store.subscribe(({ opened }) => {
    const before = seen
    seen = withOpened(seen, opened)
    const isEdit = seen !== before && seen.at(-1)?.run === seen.at(-2)?.run
    if (isEdit) void librarianSoon().then(leave)
  })
}

function withOpened(before: OpenedRun[], opened: OpenedRun | null): OpenedRun[] {
  const [first, last] = [before.at(-2), before.at(-1)]
  if (opened === null || last?.document === opened.document) {
    // A restart goes on with the same document; an edit after it must be seen as one.
    return opened === null || last?.run === opened.run ? before : [...before, opened]
  }
  if (last?.run !== opened.run)
    return first?.run === last?.run ? [...before, opened] : [...before.slice(0, -1), opened]
  return first?.run === last.run ? [...before.slice(0, -1), opened] : [...before, opened]
}
