import type { editor as MonacoEditor, MarkerSeverity } from 'monaco-editor/editor/editor.api'
import { catalogueStore, takeAllKinds } from '../state/catalogue.ts'
import { editor, session } from '../state/session.ts'
import type { TextProblem } from './check-text.ts'
import { keepForReload, keptOverReload } from './draft-store.ts'
import { MODEL_URI, preparedMonaco, type Monaco } from './monaco.ts'
import { TextInStep, type Draft, type TextState } from './text-in-step.ts'

/** So long after the last key the text is read. */
const READ_AFTER_MS = 350
const OWNER = 'breakwater'
/** Below this a line of JSON is all indentation. */
const FONT_PX = 12

/** What the sheet says of the text. */
export interface TextSays extends Omit<TextState, 'errors' | 'warnings'> {
  /** The first error with its line, and how many more there are; null when there is none. */
  wrong: string | null
}

/** What was typed and is no design yet stays while the sheet is closed, as long as the same design is open. */
let kept: { draft: Draft; design: number } | null = null

/** A text editor over the open document. What it shows and what the canvas shows are the same document, or it says why not. */
export class DocumentText {
  readonly #step: TextInStep
  #timer = 0
  #design = editor.designs

  private constructor(
    readonly monaco: Monaco,
    readonly view: MonacoEditor.IStandaloneCodeEditor,
    readonly onState: (says: TextSays) => void,
  ) {
    const { kinds } = catalogueStore.getState()
    const draft = kept?.design === this.#design ? kept.draft : keptOverReload(editor.document, kinds)
    kept = null
    this.#step = new TextInStep(
      {
        kinds,
        read: () => view.getValue(),
        write: (text) => overwrite(view, text),
        present: () => editor.document,
        take: (document, since) => editor.replace(document, { quiet: true }, since),
        tell: (state, typed) => {
          keepForReload(typed, editor.document)
          this.#tell(state)
        },
      },
      draft,
    )
    view.onDidChangeModelContent(() => {
      clearTimeout(this.#timer)
      this.#timer = window.setTimeout(() => void this.#step.take(), READ_AFTER_MS)
    })
  }

  static async open(holder: HTMLElement, onState: (says: TextSays) => void): Promise<DocumentText> {
    const [monaco] = await Promise.all([preparedMonaco(), knowAllKinds()])
    monaco.editor.getModel(MODEL_URI)?.dispose()
    const view = monaco.editor.create(holder, {
      model: monaco.editor.createModel('', 'json', MODEL_URI),
      ariaLabel: 'The design as text',
      automaticLayout: true,
      fontSize: FONT_PX,
      minimap: { enabled: false },
      occurrencesHighlight: 'off', // it asks about texts that are gone by the time it is answered, and says so as an error
      scrollBeyondLastLine: false,
      lineNumbersMinChars: 3,
      tabSize: 2,
      wordWrap: 'on',
      fixedOverflowWidgets: true,
    })
    return new DocumentText(monaco, view, onState)
  }

  /** The document has changed, here or elsewhere. */
  follow(): void {
    const another = this.#design !== editor.designs
    this.#design = editor.designs
    this.#step.follow(another)
  }

  /** Gives up what was typed and is not in the graph. */
  giveUp(): void {
    this.#step.giveUp()
    this.view.focus()
  }

  setDark(dark: boolean): void {
    this.monaco.editor.setTheme(dark ? 'vs-dark' : 'vs')
  }

  dispose(): void {
    clearTimeout(this.#timer)
    const design = this.#design
    if (design === editor.designs) {
      keepForReload(null, editor.document)
      void this.#step.leave((draft) => {
        kept = { draft, design }
        keepForReload(draft, editor.document)
      })
    }
    this.view.getModel()?.dispose()
    this.view.dispose()
  }

  #tell({ errors, warnings, ...state }: TextState): void {
    const model = this.view.getModel()
    if (model === null) return
    const { Error, Warning } = this.monaco.MarkerSeverity
    const marked = (severity: MarkerSeverity) => (problem: TextProblem) => marker(model, problem, severity)
    const markers = [...errors.map(marked(Error)), ...warnings.map(marked(Warning))]
    this.monaco.editor.setModelMarkers(model, OWNER, markers)
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
    const wrong =
      errors.length === 0 ? null : `Line ${markers[0].startLineNumber}: ${markers[0].message}${more}`
    this.onState({ wrong, ...state })
  }
}

function marker(
  model: MonacoEditor.ITextModel,
  { message, offset, length }: TextProblem,
  severity: MarkerSeverity,
) {
  const [from, to] = [model.getPositionAt(offset), model.getPositionAt(offset + length)]
  return {
    message,
    severity,
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  }
}

/** Only what differs, so that the caret stays; by a step that can be undone, so that nothing typed is lost. */
function overwrite(view: MonacoEditor.IStandaloneCodeEditor, text: string): void {
  const model = view.getModel()
  const now = view.getValue()
  if (model === null || now === text) return
  if (now === '') return model.setValue(text)
  let same = 0
  while (same < now.length && now[same] === text[same]) same++
  let tail = 0
  const most = Math.min(now.length, text.length) - same
  while (tail < most && now[now.length - 1 - tail] === text[text.length - 1 - tail]) tail++
  const [from, to] = [model.getPositionAt(same), model.getPositionAt(now.length - tail)]
  view.pushUndoStop()
  view.executeEdits(OWNER, [
    {
      range: {
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      },
      text: text.slice(same, text.length - tail),
    },
  ])
  view.pushUndoStop()
}

/** What is typed may name any kind that there is. */
async function knowAllKinds(): Promise<void> {
  if (!catalogueStore.getState().complete) takeAllKinds(await session.commands.kinds())
}
