import { InputError } from '../../engine/schema/input-error.ts'
import { editor, session } from '../state/session.ts'
import { isTypedInto } from '../ui/typed-into.ts'
import { choose, removeSelected, selectedNow } from './edit-actions.ts'

/** Whoever is being typed into copies for itself, and marked text is what a person wants to copy. */
const belongsElsewhere = ({ target }: ClipboardEvent): boolean =>
  isTypedInto(target) || (getSelection()?.toString() ?? '') !== ''

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
    // What validates is loaded when something is pasted: a first visit does without.
    const { document: pasted } = (await import('../share/codec.ts')).parseSaved(text)
    if (pasted === null) throw new InputError('It names a design instead of being one.')
    const answer = await editor.paste({ nodes: pasted.nodes, edges: pasted.edges })
    if (answer.ok) await choose(answer.ids)
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
