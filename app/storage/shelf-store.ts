import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ShelfProblem } from './design-shelf.ts'
import type { StoredSummary } from './stored-design.ts'

/** One's own designs, and how keeping the open one goes. */
export interface ShelfState {
  /** Null until they were asked for. */
  designs: readonly StoredSummary[] | null
  /** The stored design that is open; null for one of the gallery that nobody has edited. */
  current: { id: string; title: string; revision: number } | null
  /** `kept`: all of it is in the storage. */
  state: 'kept' | 'unsaved' | 'saving'
  /** Why the latest attempt to keep or list something failed; null when it went well. */
  problem: ShelfProblem | null
  /** What was deleted since the page was opened and can be brought back; the latest is last. */
  deleted: readonly { id: string; title: string }[]
}

export const EMPTY_SHELF: ShelfState = {
  designs: null,
  current: null,
  state: 'kept',
  problem: null,
  deleted: [],
}
export const createShelfStore = () => createStore<ShelfState>(() => EMPTY_SHELF)
export type ShelfStore = ReturnType<typeof createShelfStore>

/** Written by the librarian only. */
export const shelfStore = createShelfStore()

/** Reads the shelf in a component: `useShelf((shelf) => shelf.problem)`. */
export const useShelf = <T>(selector: (shelf: ShelfState) => T): T => useStore(shelfStore, selector)
