import type { Document } from '../../engine/schema/document.ts'
import type { KindShapes } from '../../engine/schema/kind-shape.ts'
import { leftOpen } from '../storage/left-open.ts'
import { checkText, textOf } from './check-text.ts'
import type { Draft } from './text-in-step.ts'

const KEY = 'breakwater.text'

interface Stored {
  text: string
  since: string
  /** The open document when it was kept, and which of one’s own designs it is: after a reload it must be the same. */
  over: string
  id: string | null
}

/** Keeps what is typed and not taken for the page that is loaded anew in this tab; null forgets it. */
export function keepForReload(draft: Draft | null, present: Document): void {
  try {
    if (draft === null) return sessionStorage.removeItem(KEY)
    const { text, since } = draft
    const stored: Stored = { text, since: textOf(since), over: textOf(present), id: leftOpen() }
    sessionStorage.setItem(KEY, JSON.stringify(stored))
  } catch {
    // Full or shut off: then it stays as long as the page.
  }
}

/** What was typed over this document before the page was loaded anew; null when nothing was. */
export function keptOverReload(present: Document, kinds: KindShapes): Draft | null {
  const stored = read()
  if (stored === null) return null
  const isSame = stored.over === textOf(present) || (stored.id !== null && stored.id === leftOpen())
  const since = checkText(stored.since, kinds)
  return isSame && 'document' in since ? { text: stored.text, since: since.document } : null
}

function read(): Stored | null {
  try {
    const { text, since, over, id } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Stored>
    const isWhole = typeof text === 'string' && typeof since === 'string' && typeof over === 'string'
    return isWhole ? { text, since, over, id: typeof id === 'string' ? id : null } : null
  } catch {
    return null
  }
}
