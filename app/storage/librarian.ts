import type { Document } from '../../engine/schema/document.ts'
import type { Refused } from '../../workers/api.ts'
import type { Sharing } from '../share/sharing.ts'
import type { RunSession } from '../state/run-session.ts'
import type { OpenedRun } from '../state/run-store.ts'
import { Autosave } from './autosave.ts'
import type { DesignShelf, ShelfProblem, Stored } from './design-shelf.ts'
import type { Parking } from './parking.ts'
import { isAsItCame, savedOfOpened, titleOf } from './saved-of-opened.ts'
import type { ShelfStore } from './shelf-store.ts'
import { takeOver } from './take-over.ts'

export interface LibrarianOptions {
  session: RunSession
  sharing: Pick<Sharing, 'openSaved'>
  shelf: DesignShelf
  store: ShelfStore
  thumbnail: (document: Document) => string
  parking: Parking
  /** Told which stored design is open when the page is left. */
  remember?: (id: string | null) => void
  /** What was open before the librarian came: of each run the first and the last that was seen. */
  seen?: readonly OpenedRun[]
}

/**
 * Keeps what a person edits: the first edit of a gallery's design makes a design of one's own of it, every later one is written
 * soon after. When that fails, the design stays open and the shelf says why and what to do; the next edit tries again.
 */
export class Librarian {
  readonly #options: LibrarianOptions
  readonly #autosave: Autosave
  /** The run and document that were noticed last. */
  #kept: Pick<OpenedRun, 'run' | 'document'> | null = null
  /** Set while it opens a stored design itself. */
  #opening: ShelfStoreCurrent = null

  constructor(options: LibrarianOptions) {
    this.#options = options
    this.#autosave = new Autosave({ ...options, refresh: () => this.refresh() })
    void this.#takeOver()
    const { opened: now } = options.session.store.getState()
    for (const opened of [...(options.seen ?? []), now]) if (opened !== null) this.#noticed(opened)
    options.session.store.subscribe(({ opened }) => opened !== null && this.#noticed(opened))
  }

  /** Asks for the list anew. */
  async refresh(): Promise<void> {
    const { shelf, store } = this.#options
    const designs = await shelf.list()
    if (Array.isArray(designs)) store.setState({ designs })
    else store.setState({ designs: [], problem: designs })
  }

  /** Another tab has written a design. */
  async heard(id: string): Promise<void> {
    const { shelf, store } = this.#options
    await this.refresh()
    const { current } = store.getState()
    if (current?.id !== id) return
    const found = await shelf.read(id)
    if (found.ok && found.revision === current.revision) return
    store.setState({ problem: found.ok ? conflict() : found })
  }

  /** Opens a stored design, paused at zero. */
  async open(id: string): Promise<{ ok: true } | Refused> {
    const { shelf, sharing, session, store } = this.#options
    await this.flush()
    const found = await shelf.read(id)
    if (!found.ok) {
      session.notify('failure', found.message)
      return found
    }
    const { problem } = store.getState()
    const left = problem?.why === 'conflict' && this.#autosave.waits ? store.getState().current : null
    this.#opening = { id, title: found.title, revision: found.revision }
    const answer = await sharing.openSaved(found.saved)
    this.#opening = null
    if (!answer.ok) return answer
    store.setState({ problem: null, state: 'kept' })
    if (left !== null)
      session.notify('info', `What you had edited is kept as “${left.title} (copy)” among your designs.`)
    return answer
  }

  /** Keeps what is open as a design of its own, whatever it was before: a copy, or one's own side of a conflict. */
  async keepCopy(title?: string): Promise<Stored> {
    const { session, shelf, store, thumbnail } = this.#options
    const { opened } = session.store.getState()
    if (opened === null) return { ok: false, why: 'missing', message: 'No design is open; open one first.' }
    const name = title ?? store.getState().current?.title ?? titleOf(opened)
    const answer = await shelf.create(name, savedOfOpened(opened), thumbnail(opened.document))
    if (!answer.ok) {
      store.setState({ problem: answer, state: 'unsaved' })
      session.notify('failure', answer.message)
      return answer
    }
    // What was edited since this began, the copy gets as any later edit.
    if (session.store.getState().opened === opened) this.#autosave.drop()
    this.#autosave.become({ id: answer.id, title: name, revision: answer.revision })
    store.setState({ problem: null })
    void this.refresh()
    return answer
  }

  async rename(id: string, title: string): Promise<Stored> {
    const { shelf, store } = this.#options
    const answer = await this.#autosave.after(() => shelf.rename(id, title))
    if (answer.ok && store.getState().current?.id === id)
      this.#autosave.become({ id, title, revision: answer.revision })
    return this.#listed(answer)
  }

  async duplicate(id: string): Promise<Stored> {
    return this.#listed(await this.#autosave.after(() => this.#options.shelf.duplicate(id)))
  }

  /** Takes a design off the list; `undelete` brings it back. */
  async remove(id: string): Promise<Stored> {
    const { shelf, store } = this.#options
    const { current, designs } = store.getState()
    // The list may not have been read since the open design was kept.
    const known = current?.id === id ? current : designs?.find((each) => each.id === id)
    const title = known?.title ?? 'The design'
    const answer = await this.#autosave.after(() => shelf.remove(id))
    if (answer.ok) {
      this.#autosave.gone({ id, title })
      store.setState({ deleted: [...store.getState().deleted, { id, title }] })
    }
    return this.#listed(answer)
  }

  /** Brings back what was deleted last of what was not brought back yet. */
  async undelete(): Promise<void> {
    const { shelf, store } = this.#options
    const last = store.getState().deleted.at(-1)
    if (last === undefined) return
    const answer = await this.#autosave.after(() => shelf.restore(last.id))
    if (answer.ok) this.#autosave.back(answer)
    if (answer.ok || answer.why === 'missing')
      store.setState({ deleted: store.getState().deleted.filter(({ id }) => id !== last.id) })
    await this.#listed(answer)
  }

  async #takeOver(): Promise<void> {
    const { parking, shelf } = this.#options
    try {
      const taken = await this.#autosave.after(() => takeOver(parking, shelf))
      if (taken > 0) await this.refresh()
    } catch {
      // The code that reads it did not come: the next start tries again.
    }
  }

  /** Keeps at once what waits to be kept. */
  async flush(): Promise<void> {
    await this.#autosave.flush()
  }

  /** The page is hidden, and may be gone for good before anything can be kept. */
  leave(): void {
    this.#options.remember?.(this.#autosave.openId)
    this.#autosave.park()
    void this.#autosave.flush()
  }

  #noticed(opened: OpenedRun): void {
    const { store } = this.#options
    const { run, document } = opened
    const before = this.#kept
    this.#kept = { run, document }
    if (before?.run !== run) {
      // A restart goes on with the same document; everything else that is opened is another design.
      if (before?.document !== document || this.#opening !== null) this.#autosave.begin(this.#opening)
      return
    }
    if (before.document === document) return
    const { current, state } = store.getState()
    // A design of the gallery as it came is nobody's own: all that was done to it has been undone.
    const asItCame = current === null && state !== 'saving' && isAsItCame(opened)
    if (!asItCame) return this.#autosave.edited(opened)
    if (state === 'unsaved') this.#autosave.drop()
  }

  async #listed(answer: Stored): Promise<Stored> {
    if (!answer.ok) this.#options.session.notify('failure', answer.message)
    await this.refresh()
    return answer
  }
}

type ShelfStoreCurrent = ReturnType<ShelfStore['getState']>['current']

const conflict = (): ShelfProblem => ({
  ok: false,
  why: 'conflict',
  message:
    'Another tab has changed this design. Keep yours as a copy, or load the other one; neither is lost.',
})
