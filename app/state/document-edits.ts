import type { Document } from '../../engine/schema/document.ts'
import { applyEdits } from '../../engine/schema/edit/apply-edits.ts'
import type { GraphEdit } from '../../engine/schema/edit/graph-edit.ts'
import { isRunEdit } from '../../engine/schema/edit/is-run-edit.ts'
import type { Refused } from '../../workers/api.ts'
import { takeKinds } from './catalogue.ts'
import type { Commands } from './run-session.ts'
import { sentence } from './refusal.ts'
import type { RunStore } from './run-store.ts'

type Edits = readonly GraphEdit[]

/**
 * Edits of the open document. The page shows them at once; what concerns the run is sent to it, as a command in its log. When
 * it refuses one, the document is made anew of what it had accepted and of those that are still under way and fit.
 */
export class DocumentEdits {
  #accepted: Document | null = null
  #pending: Edits[] = []

  constructor(
    readonly store: RunStore,
    readonly commands: Pick<Commands, 'act'>,
  ) {}

  async edit(edits: Edits): Promise<{ ok: true } | Refused> {
    const { opened } = this.store.getState()
    if (opened === null) return { ok: false, message: 'No design is open; open one first.' }
    const document = applied(opened.document, edits)
    if ('message' in document) return document
    if (this.#pending.length === 0) this.#accepted = opened.document
    this.#pending.push(edits)
    this.#show(opened.run, document)
    const answer = await this.#tell(edits)
    this.#pending.splice(this.#pending.indexOf(edits), 1)
    if (answer.ok) this.#accepted = applyEdits(this.#accepted!, edits)
    else this.#show(opened.run, this.#remade())
    return answer
  }

  async #tell(edits: Edits): Promise<{ ok: true } | Refused> {
    const heard = edits.filter(isRunEdit)
    if (heard.length === 0) return { ok: true }
    const answer = await this.commands.act({ do: 'edit', edits: heard })
    if (!answer.ok) return answer
    takeKinds(answer.kinds)
    return { ok: true }
  }

  #remade(): Document {
    return this.#pending.reduce((document, edits) => {
      const edited = applied(document, edits)
      return 'message' in edited ? document : edited
    }, this.#accepted!)
  }

  #show(run: number, document: Document): void {
    const { opened } = this.store.getState()
    if (opened?.run === run) this.store.setState({ opened: { ...opened, document } })
  }
}

function applied(document: Document, edits: Edits): Document | Refused {
  try {
    return applyEdits(document, edits)
  } catch (error) {
    return sentence(error)
  }
}
