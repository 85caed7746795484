import type { OpenedRun, RunStore } from '../state/run-store.ts'
import { loadLater } from '../ui/load-later.ts'
import type { Librarian } from './librarian.ts'

/** What was open last and had not been edited. */
let untouched: OpenedRun | null = null
let coming: Promise<Librarian> | null = null

/** Whoever keeps designs: its code is fetched with the first edit at the latest. */
export function librarianSoon(): Promise<Librarian> {
  coming ??= import('./library.ts').then(({ startLibrary }) => startLibrary(untouched))
  return coming
}

/** From now on what a person edits is kept. */
export function keepDesigns(store: RunStore): void {
  loadLater(librarianSoon)
  untouched = store.getState().opened
  const leave = store.subscribe(({ opened }) => {
    const isEdit = opened?.run === untouched?.run && opened?.document !== untouched?.document
    if (isEdit) void librarianSoon().then(leave)
    else untouched = opened
  })
}
