import { DocumentError } from './document-error.ts'
import { LIMITS } from './limits.ts'
import { readSaved } from './read-saved.ts'
import type { SavedDesign } from './saved-design.ts'
import { scanJson } from './scan-json.ts'

/**
 * Reads a saved design, or a document alone, from the text of a file.
 *
 * @throws DocumentError that names the path of what is wrong.
 */
export function parseSaved(text: string): SavedDesign {
  if (text.length > LIMITS.textLength) refuse('is larger than 1 MiB')
  if (text.trim() === '') refuse('is empty; give a design saved as JSON')
  scanJson(text)
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch (error) {
    refuse(`is not JSON (${error instanceof Error ? error.message : 'unreadable'})`)
  }
  return readSaved(found)
}

function refuse(message: string): never {
  throw new DocumentError([{ path: [], message }])
}
