import { parseDocument } from '../../engine/schema/parse-document.ts'
import { InputError } from '../../engine/schema/input-error.ts'
import { editor, session } from '../state/session.ts'
import { selectNodes } from '../state/ui-store.ts'
import { removeSelected, selectedNow } from './edit-actions.ts'

/** Keys belong to whoever is being typed into, and marked text is what a person wants to copy. */
function belongsElsewhere(event: ClipboardEvent): boolean {
  const { target } = event
  const typing =
    target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
  return typing || (getSelection()?.toString() ?? '') !== ''
}

/** What travels is a document like any other: it can be pasted into another design, another tab, a file. */
function copy(event: ClipboardEvent): void {
  const { nodes } = selectedNow()
  if (belongsElsewhere(event) || nodes.length === 0 || event.clipboardData === null) return
  event.clipboardData.setData(
    'text/plain',
    JSON.stringify({ version: 1, title: 'Copied', ...editor.copy(nodes) }),
  )
  event.preventDefault()
  if (event.type === 'cut') void removeSelected()
}

function paste(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (belongsElsewhere(event) || !text.trimStart().startsWith('{')) return
  event.preventDefault()
  void pasteText(text)
}

async function pasteText(text: string): Promise<void> {
  try {
    const { nodes, edges } = parseDocument(text)
    const answer = await editor.paste({ nodes, edges })
    if (answer.ok) selectNodes(answer.ids)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    session.notify('failure', `That cannot be pasted here. ${error.message}`)
  }
}

/** Copies, cuts and pastes nodes by the keys that everything else is copied by, until the returned function is called. */
export function listenToClipboard(): () => void {
  document.addEventListener('copy', copy)
  document.addEventListener('cut', copy)
  document.addEventListener('paste', paste)
  return () => {
    document.removeEventListener('copy', copy)
    document.removeEventListener('cut', copy)
    document.removeEventListener('paste', paste)
  }
}
