import type { Document } from '../../engine/schema/document.ts'
import type { KindShapes } from '../../engine/schema/kind-shape.ts'
import type { Refused } from '../../workers/api.ts'
import { checkText, placeOfRefusal, textOf, type TextProblem } from './check-text.ts'

/** How text and graph stand to each other. */
export interface TextState {
  /** What keeps the text from being the graph; empty when nothing does. */
  errors: readonly TextProblem[]
  /** What runs and cannot do all of its work. */
  warnings: readonly TextProblem[]
  /** Something is typed that the graph has not got. */
  ahead: boolean
  /** The graph has been edited elsewhere meanwhile: both are kept when the text is taken. */
  behindToo: boolean
}

/** What was typed and not taken, and the document that it was typed over. */
export interface Draft {
  text: string
  since: Document
}

export interface TextInStepOptions {
  /** All kinds that there are. */
  kinds: KindShapes
  read: () => string
  /** Writes it over what is there, so that it can be undone where it is typed. */
  write: (text: string) => void
  /** The open document as it is now. */
  present: () => Document
  /** Makes of the open document what was typed, where `since` is the document that it was typed over. */
  take: (document: Document, since: Document) => Promise<{ ok: true } | Refused>
  /** What is typed and not taken comes with it, when there is something. */
  tell: (state: TextState, typed: Draft | null) => void
}

const NONE: readonly TextProblem[] = []

/**
 * Keeps a text and the open document in step. What is typed is never written over: until it is a design that the run takes, the
 * graph stays in its last good state and the text is ahead of it. What is edited in the graph meanwhile is kept too.
 */
export class TextInStep {
  readonly #options: TextInStepOptions
  /** The document that the text was typed over, and the text that says the same. */
  #base: { document: Document; text: string }
  #taking = false

  /** Begins with the open document; with a `draft` of an earlier time the text is ahead of it. */
  constructor(options: TextInStepOptions, draft: Draft | null = null) {
    this.#options = options
    const document = draft?.since ?? options.present()
    this.#base = { document, text: textOf(document) }
    options.write(draft?.text ?? this.#base.text)
    if (draft !== null) this.typed()
    else this.#agree()
  }

  /** What is typed and not taken yet; null when there is nothing. */
  get draft(): string | null {
    const text = this.#options.read()
    return text === this.#base.text ? null : text
  }

  /** The document has changed, here or elsewhere. `another` design is not what was typed over: its text takes the place. */
  follow(another = false): void {
    if (another) return this.giveUp()
    if (this.#taking) return // the answer looks at it
    if (this.draft === null) this.#agree()
    else this.typed()
  }

  /** Gives up what was typed and shows the graph's text. */
  giveUp(): void {
    this.#base = { ...this.#base, text: this.#options.read() }
    this.#agree()
  }

  /** Says what is wrong with what was typed, without taking it. */
  typed(): void {
    if (this.draft === null) return this.#agree()
    const checked = checkText(this.#options.read(), this.#options.kinds)
    if ('problems' in checked) this.#tell(checked.problems)
    else this.#tell(NONE, checked.warnings)
  }

  /** Takes what was typed, if it is a design. */
  async take(): Promise<void> {
    const text = this.draft
    if (text === null) return this.#agree()
    if (this.#taking) return
    const checked = checkText(text, this.#options.kinds)
    if ('problems' in checked) return this.#tell(checked.problems)
    const { document, warnings } = checked
    this.#taking = true
    const answer = await this.#options.take(document, this.#base.document)
    this.#taking = false
    if (!answer.ok) return this.#tell([placeOfRefusal(answer.message, text, document)], warnings)
    this.#base = { document, text }
    if (this.draft === null) this.#agree()
    else await this.take() // more has been typed meanwhile
  }

  /** The text goes: what was typed last is taken if it is a design, and otherwise given to `keep`. */
  async leave(keep: (draft: Draft) => void): Promise<void> {
    const text = this.draft
    if (text === null) return
    const checked = checkText(text, this.#options.kinds)
    const draft = { text, since: this.#base.document }
    if ('problems' in checked) return keep(draft)
    const answer = await this.#options.take(checked.document, draft.since)
    if (answer.ok) this.#base = { document: checked.document, text }
    else keep(draft)
  }

  /** Nothing is typed that the graph has not got: the text says what the document says, in the person's own layout if it can. */
  #agree(): void {
    const { read, write, kinds, present } = this.#options
    const wanted = textOf(present())
    const said = checkText(read(), kinds)
    if (!('document' in said && textOf(said.document) === wanted)) write(wanted)
    this.#base = { document: present(), text: read() }
    const shown = checkText(read(), kinds)
    this.#tell(NONE, 'document' in shown ? shown.warnings : NONE)
  }

  #tell(errors: readonly TextProblem[], warnings: readonly TextProblem[] = NONE): void {
    const text = this.draft
    const since = this.#base.document
    const ahead = text !== null
    const behindToo = ahead && textOf(this.#options.present()) !== textOf(since)
    this.#options.tell({ errors, warnings, ahead, behindToo }, ahead ? { text, since } : null)
  }
}
