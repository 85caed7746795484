import type { Document } from '../../engine/schema/document.ts'
import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'
import type { Refused } from '../../workers/api.ts'
import type { Sharing } from '../share/sharing.ts'
import type { RunSession } from '../state/run-session.ts'
import type { OpenedRun } from '../state/run-store.ts'
import type { DesignShelf, ShelfProblem, Stored } from './design-shelf.ts'
import type { ShelfStore } from './shelf-store.ts'

/** A change is kept this long after the last one. */
const QUIET_MS = 800

export interface LibrarianOptions {
  session: RunSession
  sharing: Pick<Sharing, 'openSaved'>
  shelf: DesignShelf
  store: ShelfStore
  thumbnail: (document: Document) => string
  /** What was open before anything was edited, when that was before the librarian came. */
  untouched?: OpenedRun | null
}

/**
 * Keeps what a person edits: the first edit of a gallery's design makes a design of one's own of it, every later one is written
 * soon after. When that fails, the design stays open and the shelf says why and what to do; the next edit tries again.
 */
export class Librarian {
  readonly #options: LibrarianOptions
  #timer: ReturnType<typeof setTimeout> | null = null
  #saving: Promise<void> = Promise.resolve()
  /** The run and document that need no keeping: as opened, or as last kept. */
  #kept: Pick<OpenedRun, 'run' | 'document'> | null = null
  /** Set while it opens a stored design itself. */
  #opening: ShelfStoreCurrent = null

  constructor(options: LibrarianOptions) {
    this.#options = options
    const { opened: now } = options.session.store.getState()
    this.#kept = options.untouched ?? now
    if (now !== null) this.#noticed(now)
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
    this.#opening = { id, title: found.title, revision: found.revision }
    const answer = await sharing.openSaved(found.saved)
    this.#opening = null
    if (answer.ok) store.setState({ problem: null, state: 'kept' })
    return answer
  }

  /** Keeps what is open as a design of its own, whatever it was before: a copy, or one's own side of a conflict. */
  async keepCopy(title?: string): Promise<Stored> {
    const { session, shelf, store, thumbnail } = this.#options
    const { opened } = session.store.getState()
    if (opened === null) return { ok: false, why: 'missing', message: 'No design is open; open one first.' }
    const name = title ?? store.getState().current?.title ?? titleOf(opened)
    const answer = await shelf.create(name, savedDesign(opened), thumbnail(opened.document))
    this.#settled(answer, name, opened)
    return answer
  }

  async rename(id: string, title: string): Promise<Stored> {
    const answer = await this.#options.shelf.rename(id, title)
    const { current } = this.#options.store.getState()
    if (answer.ok && current?.id === id)
      this.#options.store.setState({ current: { id, title, revision: answer.revision } })
    return this.#listed(answer)
  }

  async duplicate(id: string): Promise<Stored> {
    return this.#listed(await this.#options.shelf.duplicate(id))
  }

  /** Takes a design off the list; `undelete` brings it back. */
  async remove(id: string): Promise<Stored> {
    const { shelf, store } = this.#options
    const title = store.getState().designs?.find((each) => each.id === id)?.title ?? 'The design'
    const answer = await shelf.remove(id)
    if (answer.ok) {
      if (store.getState().current?.id === id) store.setState({ current: null })
      store.setState({ deleted: { id, title } })
    }
    return this.#listed(answer)
  }

  async undelete(): Promise<void> {
    const { shelf, store } = this.#options
    const { deleted } = store.getState()
    if (deleted === null) return
    await this.#listed(await shelf.restore(deleted.id))
    store.setState({ deleted: null })
  }

  /** Keeps at once what waits to be kept. */
  async flush(): Promise<void> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
      this.#timer = null
      this.#saving = this.#saving.then(() => this.#save())
    }
    await this.#saving
  }

  #noticed(opened: OpenedRun): void {
    const { store } = this.#options
    const { run, document } = opened
    const before = this.#kept
    if (before?.run !== run) {
      this.#kept = { run, document }
      // A restart goes on with the same document; everything else that is opened is another design.
      if (before?.document !== document || this.#opening !== null)
        store.setState({ current: this.#opening, state: 'kept', problem: null })
      return
    }
    // Turning the load of a gallery's design is playing with it; only a changed graph makes another design of it.
    const playing = store.getState().current === null && opened.design !== null
    const untouched =
      before.document === document || (playing && sameGraph(opened.design!.document, document))
    if (untouched || this.#opening !== null) {
      this.#kept = { run, document }
      return
    }
    store.setState({ state: 'unsaved' })
    this.#kept = { run, document }
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), QUIET_MS)
  }

  async #save(): Promise<void> {
    const { session, shelf, store, thumbnail } = this.#options
    const { opened } = session.store.getState()
    if (opened === null) return
    const { current, problem } = store.getState()
    if (problem?.why === 'conflict') return // a person decides whose it is to be
    store.setState({ state: 'saving' })
    const saved = savedDesign(opened)
    if (current === null) {
      const title = titleOf(opened)
      this.#settled(await shelf.create(title, saved, thumbnail(opened.document)), title, opened)
    } else {
      const change = { saved, thumbnail: thumbnail(opened.document) }
      this.#settled(await shelf.write(current.id, current.revision, change), current.title, opened)
    }
  }

  #settled(answer: Stored, title: string, { run }: OpenedRun): void {
    const { session, store } = this.#options
    if (!answer.ok) {
      store.setState({ problem: answer, state: 'unsaved' })
      session.notify('failure', answer.message)
      return
    }
    const { id, revision } = answer
    if (session.store.getState().opened?.run === run) store.setState({ current: { id, title, revision } })
    store.setState({ problem: null, state: this.#timer === null ? 'kept' : 'unsaved' })
    void this.refresh()
  }

  async #listed(answer: Stored): Promise<Stored> {
    if (!answer.ok) this.#options.session.notify('failure', answer.message)
    await this.refresh()
    return answer
  }
}

type ShelfStoreCurrent = ReturnType<ShelfStore['getState']>['current']

const titleOf = ({ design, document }: OpenedRun): string =>
  design === null ? document.title : `${design.title}, edited`

/** Whether two documents differ in nothing but the parameters of their nodes. */
function sameGraph(a: Document, b: Document): boolean {
  const bare = ({ nodes, ...rest }: Document) => ({
    ...rest,
    nodes: Object.entries(nodes).map(([id, { params: _params, ...node }]) => ({ id, ...node })),
  })
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b))
}

const conflict = (): ShelfProblem => ({
  ok: false,
  why: 'conflict',
  message:
    'Another tab has changed this design. Keep yours as a copy, or load the other one; neither is lost.',
})

/** What is kept of an open design: the document as it is now, to begin with from zero. */
function savedDesign({ design, document, seed }: OpenedRun): SavedDesign {
  return {
    format: 'breakwater',
    version: 2,
    basedOn: design?.slug ?? null,
    document,
    edits: [],
    seed,
    log: [],
    atNanos: 0,
    digest: null,
    arrangement: [],
  }
}
