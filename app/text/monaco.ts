import * as monaco from 'monaco-editor/editor/editor.api'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/format/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
// What comes with the language later asks for these two, and they must be there before the first editor is.
import 'monaco-editor/editor/contrib/codelens/browser/codeLensCache'
import 'monaco-editor/editor/common/services/treeViewsDndService'

/** Names the text that is edited, so that the schema is applied to it. */
export const MODEL_URI = monaco.Uri.parse('inmemory://design.json')

/** The editor, with the schema of a design. Everything comes from the page itself. */
export async function preparedMonaco(): Promise<typeof monaco> {
  self.MonacoEnvironment = {
    getWorker: (_id: string, label: string) =>
      label === 'json'
        ? new Worker(new URL('../../workers/json.ts', import.meta.url), { type: 'module', name: 'json' })
        : new Worker(new URL('../../workers/editor.ts', import.meta.url), { type: 'module', name: 'editor' }),
  }
  const answer = await fetch('./design.schema.json')
  const schema: unknown = await answer.json()
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    allowComments: false,
    enableSchemaRequest: false,
    schemas: [{ uri: 'inmemory://design.schema.json', fileMatch: [MODEL_URI.toString()], schema }],
  })
  return monaco
}

export type Monaco = typeof monaco
