import type { Refused } from '../workers/api.ts'
import { librarianSoon } from './storage/keep-designs.ts'
import { shelfStore, type ShelfState } from './storage/shelf-store.ts'

/** One's own designs as scripts drive them: what is refused rejects with the sentence. */
export interface DrivenLibrary {
  /** What is kept, and how keeping the open design goes; everything that waits to be kept is kept first. */
  state(): Promise<ShelfState>
  open(id: string): Promise<void>
  /** Keeps what is open as a design of its own, and answers with its id. */
  keepCopy(title?: string): Promise<string>
  rename(id: string, title: string): Promise<void>
  duplicate(id: string): Promise<string>
  remove(id: string): Promise<void>
  undelete(): Promise<void>
}

type Kept = { ok: true; id: string; revision: number }
type Insist = <Answer extends { ok: true }>(answer: Promise<Answer | Refused>) => Promise<Answer>

export function drivenLibrary(insist: Insist): DrivenLibrary {
  return {
    async state() {
      const librarian = await librarianSoon()
      await librarian.flush()
      await librarian.refresh()
      return shelfStore.getState()
    },
    open: async (id) => void (await insist((await librarianSoon()).open(id))),
    keepCopy: async (title) => (await insist<Kept>((await librarianSoon()).keepCopy(title))).id,
    rename: async (id, title) => void (await insist((await librarianSoon()).rename(id, title))),
    duplicate: async (id) => (await insist<Kept>((await librarianSoon()).duplicate(id))).id,
    remove: async (id) => void (await insist((await librarianSoon()).remove(id))),
    undelete: async () => (await librarianSoon()).undelete(),
  }
}
