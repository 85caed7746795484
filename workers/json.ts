/** What the text editor knows of JSON and of the schema of designs. */
import 'monaco-editor/languages/features/json/json.worker'
