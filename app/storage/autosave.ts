import type { Document } from '../../engine/schema/document.ts'
import type { RunSession } from '../state/run-session.ts'
import type { OpenedRun } from '../state/run-store.ts'
import type { DesignShelf, ShelfProblem, Stored } from './design-shelf.ts'
import type { Parking } from './parking.ts'
import { savedOfOpened, titleOf } from './saved-of-opened.ts'
import type { ShelfState, ShelfStore } from './shelf-store.ts'

/** A change is kept this long after the last one. */
const QUIET_MS = 800

export interface AutosaveOptions {
  session: RunSession
  shelf: DesignShelf
  store: ShelfStore
  thumbnail: (document: Document) => string
  parking: Parking
  refresh: () => Promise<void>
}

/** One design being worked on, over restarts too: what was edited in it is never written into another. */
interface Line {
  /** Names it where it is parked, and is the id of the design that it becomes. */
  key: string
  current: ShelfState['current']
  /** What it is to be called when it is kept as a copy. */
  title: string | null
  /** The stored design that it was until that was deleted; an edit brings it back. */
  deleted: { id: string; title: string } | null
}
const newLine = (current: Line['current']): Line => {
  return { key: crypto.randomUUID(), current, title: null, deleted: null }
}

/** Writes what was edited soon after the last edit, or when something else is opened. */
export class Autosave {
  readonly #options: AutosaveOptions
  #timer: ReturnType<typeof setTimeout> | null = null
  #saving: Promise<void> = Promise.resolve()
  #line = newLine(null)
  /** What is not in the storage yet, as it was last edited. */
  readonly #pending = new Map<Line, OpenedRun>()

  constructor(options: AutosaveOptions) {
    this.#options = options
  }

  /** Another design is open now; what waits of the one before is kept at once. */
  begin(current: Line['current']): void {
    const { store } = this.#options
    const left = this.#pending.get(this.#line)
    // Whose it is to be was not decided: both stay.
    if (left !== undefined && store.getState().problem?.why === 'conflict') this.#toCopy(this.#line, left)
    this.#line = newLine(current)
    store.setState({ current, state: 'kept', problem: null })
    if (this.#pending.size > 0) void this.flush()
  }

  edited(opened: OpenedRun): void {
    this.#pending.set(this.#line, opened)
    this.#options.store.setState({ state: 'unsaved' })
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), QUIET_MS)
  }

  /** What waits of the open design is not wanted any more. */
  drop(): void {
    this.#pending.delete(this.#line)
    this.#options.parking.unpark(this.#line.key)
    this.#options.store.setState({ state: 'kept' })
  }

  /** The open design is this stored one from now on. */
  become(current: NonNullable<Line['current']>): void {
    Object.assign(this.#line, { current, deleted: null })
    this.#options.store.setState({ current })
  }

  /** A stored design was deleted. If it is the open one it is stored no more, until it is edited again. */
  gone(deleted: NonNullable<Line['deleted']>): void {
    if (this.#line.current?.id !== deleted.id) return
    Object.assign(this.#line, { current: null, deleted })
    this.#options.store.setState({ current: null })
  }

  /** A deleted design is back. If it is the open one, what is edited is written to it. */
  back({ id, revision }: { id: string; revision: number }): void {
    const { deleted } = this.#line
    if (deleted?.id === id) this.become({ id, title: deleted.title, revision })
  }

  /** The stored design that is open, or that what waits will be; null when it is none. */
  get openId(): string | null {
    return this.#line.current?.id ?? (this.waits ? this.#line.key : null)
  }

  /** Whether something of the open design is not kept yet. */
  get waits(): boolean {
    return this.#pending.has(this.#line)
  }

  /** Does something to the storage after everything that waits to be kept. */
  after<Result>(work: () => Promise<Result>): Promise<Result> {
    void this.flush() // what waits is in the queue before it
    const result = this.#saving.then(work)
    this.#saving = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }

  /** Keeps at once what waits to be kept. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#pending.size > 0) this.#saving = this.#saving.then(() => this.#saveAll())
    await this.#saving
  }

  /** The page may be gone before `flush` is through: leaves what waits where the next start finds it. */
  park(): void {
    const { parking, thumbnail } = this.#options
    for (const [{ key, current, title }, opened] of this.#pending)
      parking.park(key, {
        id: current?.id ?? key,
        revision: current?.revision ?? 0,
        title: current?.title ?? title ?? titleOf(opened),
        thumbnail: thumbnail(opened.document),
        saved: savedOfOpened(opened),
      })
  }

  async #saveAll(): Promise<void> {
    for (const [line, opened] of this.#pending) await this.#save(line, opened)
  }

  async #save(line: Line, opened: OpenedRun): Promise<void> {
    const { shelf, store, thumbnail } = this.#options
    if (line === this.#line) {
      if (store.getState().problem?.why === 'conflict') return // a person decides whose it is to be
      store.setState({ state: 'saving' })
    }
    const problem = line.deleted === null ? null : await this.#revive(line, line.deleted)
    if (problem !== null) return this.#settled(line, opened, '', problem)
    const { key, current } = line
    const title = current?.title ?? line.title ?? titleOf(opened)
    const saved = savedOfOpened(opened)
    const picture = thumbnail(opened.document)
    const answer =
      current === null
        ? await shelf.create(title, saved, picture, key)
        : await shelf.write(current.id, current.revision, { saved, thumbnail: picture })
    const isAsked = line === this.#line && current !== null
    if (!answer.ok && (answer.why === 'conflict' || answer.why === 'missing') && !isAsked) {
      this.#toCopy(line, opened)
      return this.#save(line, opened)
    }
    this.#settled(line, opened, title, answer)
  }

  /** A deleted design that is edited all the same is not made a second time. One that is gone for good is made anew. */
  async #revive(line: Line, { id, title }: NonNullable<Line['deleted']>): Promise<ShelfProblem | null> {
    const { shelf, store, session } = this.#options
    const answer = await shelf.restore(id)
    if (!answer.ok && answer.why !== 'missing') return answer
    line.deleted = null
    if (!answer.ok) return null
    line.current = { id, title, revision: answer.revision }
    store.setState({ deleted: store.getState().deleted.filter((each) => each.id !== id) })
    session.notify('info', `“${title}” is among your designs again, for it was edited.`)
    return null
  }

  #settled(line: Line, opened: OpenedRun, title: string, answer: Stored): void {
    const { session, store, parking, refresh } = this.#options
    const isOpen = line === this.#line
    if (!answer.ok) {
      if (isOpen) store.setState({ problem: answer, state: 'unsaved' })
      session.notify('failure', answer.message)
      return
    }
    line.current = { id: answer.id, title, revision: answer.revision }
    if (this.#pending.get(line) === opened) {
      this.#pending.delete(line)
      parking.unpark(line.key)
    }
    const state = this.#pending.has(line) ? 'unsaved' : 'kept'
    if (isOpen) store.setState({ current: line.current, problem: null, state })
    void refresh()
  }

  #toCopy(line: Line, opened: OpenedRun): void {
    this.#options.parking.unpark(line.key)
    const title = line.current?.title ?? titleOf(opened)
    Object.assign(line, { ...newLine(null), title: `${title} (copy)` })
  }
}
