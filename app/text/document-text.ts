import type { editor as MonacoEditor } from 'monaco-editor/editor/editor.api'
import type { Document } from '../../engine/schema/document.ts'
import { editor } from '../state/session.ts'
import { checkText, textOf, type TextProblem } from './check-text.ts'
import { MODEL_URI, preparedMonaco, type Monaco } from './monaco.ts'

/** So long after the last key the text is read. */
const READ_AFTER_MS = 350
const OWNER = 'breakwater'
/** Below this a line of JSON is all indentation. */
const FONT_PX = 12

/** A text editor over the open document. What it shows and what the canvas shows are the same document, or it says why not. */
export class DocumentText {
  /** What the text was when document and text last agreed. */
  #agreed = ''
  #timer = 0

  private constructor(
    readonly monaco: Monaco,
    readonly view: MonacoEditor.IStandaloneCodeEditor,
    /** Told what is wrong with the text, or null once nothing is. */
    readonly onState: (wrong: string | null) => void,
  ) {
    view.onDidChangeModelContent(() => {
      clearTimeout(this.#timer)
      if (view.getValue() !== this.#agreed) this.#timer = window.setTimeout(() => this.#read(), READ_AFTER_MS)
    })
  }

  static async open(holder: HTMLElement, onState: (wrong: string | null) => void): Promise<DocumentText> {
    const monaco = await preparedMonaco()
    monaco.editor.getModel(MODEL_URI)?.dispose()
    const view = monaco.editor.create(holder, {
      model: monaco.editor.createModel('', 'json', MODEL_URI),
      ariaLabel: 'The design as text',
      automaticLayout: true,
      fontSize: FONT_PX,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      lineNumbersMinChars: 3,
      tabSize: 2,
      wordWrap: 'on',
      fixedOverflowWidgets: true,
    })
    return new DocumentText(monaco, view, onState)
  }

  /** The document has changed elsewhere. What is being typed and is no design yet is left alone. */
  show(document: Document): void {
    const text = textOf(document)
    const now = this.view.getValue()
    const typing = now !== this.#agreed && this.view.hasTextFocus()
    if (now === text || typing) return
    const said = checkText(now)
    const same = 'document' in said && textOf(said.document) === text
    this.#agreed = same ? now : text
    if (!same) this.view.getModel()?.setValue(text)
    this.#tell([])
  }

  setDark(dark: boolean): void {
    this.monaco.editor.setTheme(dark ? 'vs-dark' : 'vs')
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.view.getModel()?.dispose()
    this.view.dispose()
  }

  #read(): void {
    const text = this.view.getValue()
    const checked = checkText(text)
    if ('problems' in checked) return this.#tell(checked.problems)
    this.#agreed = text
    this.#tell([])
    void editor.replace(checked.document, { quiet: true }).then((answer) => {
      if (!answer.ok) this.onState(answer.message)
    })
  }

  #tell(problems: readonly TextProblem[]): void {
    const model = this.view.getModel()
    if (model === null) return
    const markers = problems.map(({ message, offset, length }) => {
      const [from, to] = [model.getPositionAt(offset), model.getPositionAt(offset + length)]
      return {
        message,
        severity: this.monaco.MarkerSeverity.Error,
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      }
    })
    this.monaco.editor.setModelMarkers(model, OWNER, markers)
    const [first] = markers
    this.onState(first === undefined ? null : `Line ${first.startLineNumber}: ${first.message}`)
  }
}
