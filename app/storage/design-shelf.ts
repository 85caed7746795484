import type { DBSchema, IDBPDatabase, openDB } from 'idb'
import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'
import { DocumentError } from '../../engine/schema/saved/document-error.ts'
import { readStored, summaryOf } from './read-stored.ts'
import type { StoredDesign, StoredSummary } from './stored-design.ts'

interface Shelf extends DBSchema {
  designs: { key: string; value: StoredDesign }
}

/** Why something was not stored or not read. */
export interface ShelfProblem {
  ok: false
  /** `conflict`: another tab has written it since. */
  why: 'conflict' | 'full' | 'denied' | 'missing' | 'damaged'
  /** One sentence: what happened, and what to do so that nothing is lost. */
  message: string
}
export interface FoundDesign {
  ok: true
  saved: SavedDesign
  /** What the next `write` must name. */
  revision: number
  title: string
  thumbnail: string
}
export type Stored = { ok: true; id: string; revision: number } | ShelfProblem

export interface ShelfOptions {
  /** Milliseconds since 1970. */
  now?: () => number
  newId?: () => string
  /** Told to the other tabs: the id of what has changed. */
  tell?: (id: string) => void
  factory?: typeof openDB
}

const MESSAGES: Readonly<Record<ShelfProblem['why'], string>> = {
  conflict:
    'Another tab has changed this design since. Keep yours as a copy, or load the other one; neither is lost.',
  full: 'The browser’s storage is full: the design stays open here, but is not kept. Export it as a file, or delete designs.',
  denied:
    'The browser does not let this page keep anything (a private window, or a setting). The design stays open here: export it as a file before you close the page.',
  missing: 'This design is not stored here any more; it may have been deleted in another tab.',
  damaged: 'This stored design cannot be read.',
}

/** One's own designs, in the browser's storage. Whatever goes wrong is an answer and no exception; what is read back is checked like any import. */
export class DesignShelf {
  #database: Promise<IDBPDatabase<Shelf>> | null = null
  readonly #options: Required<ShelfOptions>

  constructor({
    now = () => Date.now(),
    newId = () => crypto.randomUUID(),
    tell = () => {},
    factory = lazyOpen,
  }: ShelfOptions = {}) {
    this.#options = { now, newId, tell, factory }
  }

  /** All that are not deleted, the latest first. */
  async list(): Promise<StoredSummary[] | ShelfProblem> {
    return this.#tried(async (database) => {
      const all = (await database.getAll('designs')).map(summaryOf)
      return all.filter((each) => each !== null).sort((a, b) => b.changedAt - a.changedAt)
    })
  }

  async read(id: string): Promise<FoundDesign | ShelfProblem> {
    return this.#tried(async (database) => {
      const record: unknown = await database.get('designs', id)
      if (record === undefined) return problem('missing')
      const found = readStored(record)
      if (typeof found === 'string') return problem('damaged', found)
      if (found.deletedAt !== null) return problem('missing')
      const { readSaved } = await import('../share/codec.ts')
      try {
        const { revision, title, thumbnail } = found
        return { ok: true, saved: readSaved(found.saved), revision, title, thumbnail } as const
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error
        return problem('damaged', error.message)
      }
    })
  }

  /** Keeps a new design; a conflict when there is one of this id already. */
  async create(
    title: string,
    saved: SavedDesign,
    thumbnail: string,
    id: string = this.#options.newId(),
  ): Promise<Stored> {
    const at = this.#options.now()
    const design: StoredDesign = {
      id,
      title,
      thumbnail,
      changedAt: at,
      createdAt: at,
      deletedAt: null,
      revision: 1,
      saved,
    }
    return this.#tried(async (database) => {
      await database.add('designs', design)
      this.#options.tell(id)
      return { ok: true, id, revision: 1 } as const
    })
  }

  /** Writes a design anew. Refused when it is not at `revision` any more: somebody else has written it. */
  async write(
    id: string,
    revision: number,
    change: Partial<Pick<StoredDesign, 'title' | 'saved' | 'thumbnail'>>,
  ): Promise<Stored> {
    return this.#change(id, (design) =>
      design.revision === revision ? { ...design, ...change, changedAt: this.#options.now() } : 'conflict',
    )
  }

  async rename(id: string, title: string): Promise<Stored> {
    return this.#change(id, (design) => ({ ...design, title }))
  }

  async duplicate(id: string): Promise<Stored> {
    const found = await this.read(id)
    if (!found.ok) return found
    return this.create(`${found.title} (copy)`, found.saved, found.thumbnail)
  }

  /** Takes it off the list; `restore` brings it back until the page is opened anew. */
  async remove(id: string): Promise<Stored> {
    return this.#change(id, (design) => ({ ...design, deletedAt: this.#options.now() }))
  }

  async restore(id: string): Promise<Stored> {
    return this.#change(id, (design) => ({ ...design, deletedAt: null }))
  }

  /** Lets go for good of what was deleted longer than so long ago. */
  async purge(olderThanMs: number): Promise<void> {
    const before = this.#options.now() - olderThanMs
    await this.#tried(async (database) => {
      for (const { id, deletedAt } of await database.getAll('designs'))
        if (typeof deletedAt === 'number' && deletedAt < before) await database.delete('designs', id)
    })
  }

  /** Reads and writes in one transaction, so that no other tab comes in between. */
  async #change(id: string, change: (design: StoredDesign) => StoredDesign | 'conflict'): Promise<Stored> {
    return this.#tried(async (database) => {
      const transaction = database.transaction('designs', 'readwrite')
      const found = await transaction.store.get(id)
      const changed = found === undefined ? 'missing' : change(found)
      if (typeof changed === 'string') {
        await transaction.done
        return problem(changed)
      }
      // A record that cannot be read can be deleted all the same.
      const revision = Number.isFinite(found!.revision) ? found!.revision + 1 : 1
      await transaction.store.put({ ...changed, revision })
      await transaction.done
      this.#options.tell(id)
      return { ok: true, id, revision } as const
    })
  }

  async #tried<Result>(
    work: (database: IDBPDatabase<Shelf>) => Promise<Result>,
  ): Promise<Result | ShelfProblem> {
    try {
      this.#database ??= this.#options.factory<Shelf>('breakwater', 1, {
        upgrade: (database) => void database.createObjectStore('designs', { keyPath: 'id' }),
      })
      return await work(await this.#database)
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      if (name === 'ConstraintError') return problem('conflict')
      this.#database = null // it may work the next time
      return problem(name === 'QuotaExceededError' ? 'full' : 'denied')
    }
  }
}

/** The library is loaded when something is first kept or listed. */
const lazyOpen: typeof openDB = async (...args) => (await import('idb')).openDB(...args)

const problem = (why: ShelfProblem['why'], more = ''): ShelfProblem => ({
  ok: false,
  why,
  message: more === '' ? MESSAGES[why] : `${MESSAGES[why]} ${more}`,
})
