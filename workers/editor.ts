/** What the text editor works out beside the page. */
import 'monaco-editor/editor/editor.worker'
