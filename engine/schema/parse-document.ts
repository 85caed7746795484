import type { Document } from './document.ts'
import { applyEdits } from './edit/apply-edits.ts'
import { DocumentError } from './saved/document-error.ts'
import { parseSaved } from './saved/parse-saved.ts'

/**
 * Reads a document from text: one alone, or that of a saved run which carries it.
 *
 * @throws DocumentError that names the path of what is wrong.
 */
export function parseDocument(text: string): Document {
  const { document, edits } = parseSaved(text)
  if (document !== null) return applyEdits(document, edits)
  throw new DocumentError([
    { path: ['document'], message: 'is missing: it is a run of a design of the gallery' },
  ])
}
