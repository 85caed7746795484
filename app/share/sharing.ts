import { applyEdits } from '../../engine/schema/edit/apply-edits.ts'
import type { Document } from '../../engine/schema/document.ts'
import type { GraphEdit } from '../../engine/schema/edit/graph-edit.ts'
import { InputError } from '../../engine/schema/input-error.ts'
import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'
import type { Refused } from '../../workers/api.ts'
import type { OpenWish } from '../state/open-wish.ts'
import type { RunSession } from '../state/run-session.ts'

/** What validates and packs is loaded when something is shared or opened: a first visit does without. */
const codec = () => import('./codec.ts')

/** Takes runs out of the page and back in: as links, as files. Every refusal is a sentence, and leaves what is open as it is. */
export class Sharing {
  constructor(readonly session: RunSession) {}

  /** The run of a lane up to now. Refused when nothing is open. */
  async save(form: 'short' | 'whole', lane = 0): Promise<SavedDesign> {
    const { opened } = this.session.store.getState()
    const snapshot = await this.session.commands.snapshot(lane)
    if (opened === null || snapshot === null) throw new InputError('No design is open; open one first.')
    const { savedOf } = await import('./saved-of.ts')
    const { design, seed, document } = opened
    return savedOf({ design, seed, snapshot, shown: document }, form)
  }

  /** The fragment of an address that does the run again. Throws an InputError that says what to do when that could not be opened. */
  async link(lane?: number): Promise<string> {
    const { linkOf } = await codec()
    return linkOf(await this.save('short', lane))
  }

  /** The run as the text of a file, which the page and the command line read. Throws as `link` does. */
  async file(lane?: number): Promise<string> {
    const { textOfSaved } = await codec()
    return `${textOfSaved(await this.save('whole', lane), 2)}\n`
  }

  async openLink(fragment: string): Promise<{ ok: true } | Refused> {
    return this.#open(async () => (await codec()).readLink(fragment))
  }

  async openFile(text: string): Promise<{ ok: true } | Refused> {
    return this.#open(async () => (await codec()).parseSaved(text))
  }

  /**
   * Does a saved run again, up to the instant it had reached, and stops there: nothing plays that nobody has asked for. Whether it
   * came to the same digest is `opened.verdict`.
   */
  async openSaved(saved: SavedDesign): Promise<{ ok: true } | Refused> {
    const { basedOn, document, edits, seed, log, atNanos, digest, arrangement } = saved
    const edited = document ?? undefined
    // A design that is kept is no run: there is nothing that could come out differently.
    const noted = digest !== null || atNanos > 0 || log.length > 0
    const judge: OpenWish['judge'] = (reached) => {
      if (!noted) return null
      if (digest === null) return 'unknown'
      return reached.nowNanos === atNanos && reached.digest === digest ? 'reproduced' : 'differs'
    }
    const arrange = (began: Document) => arranged(began, arrangement)
    const wish = { edited, edits, seed, log, untilNanos: atNanos, arrange, judge }
    return this.session.open(basedOn ?? document!, wish)
  }

  async #open(read: () => Promise<SavedDesign>): Promise<{ ok: true } | Refused> {
    try {
      return await this.openSaved(await read())
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      this.session.notify('failure', error.message)
      return { ok: false, message: error.message }
    }
  }
}

/** What was arranged is no more than looks: what does not fit is left out. */
function arranged(document: Document, arrangement: readonly GraphEdit[]): Document {
  return arrangement.reduce((before, edit) => {
    try {
      return applyEdits(before, [edit])
    } catch {
      return before
    }
  }, document)
}
