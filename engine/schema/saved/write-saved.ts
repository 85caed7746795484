import { InputError } from '../input-error.ts'
import { DocumentError } from './document-error.ts'
import { LIMITS } from './limits.ts'
import { parseSaved } from './parse-saved.ts'
import type { SavedDesign } from './saved-design.ts'

const RESTART = 'restart the run, which then begins with the design as it is now and an empty log'

/**
 * A saved design as text that `parseSaved` takes: what would be refused on opening is refused here, while something can be done about it.
 *
 * @throws InputError that says what to do.
 */
export function textOfSaved(saved: SavedDesign, indent = 0): string {
  const text = JSON.stringify(saved, null, indent)
  const fitting = text.length > LIMITS.textLength ? JSON.stringify(saved) : text
  const wrong = problemWith(fitting)
  if (wrong === null) return fitting
  if (saved.log.length > 0 && problemWith(JSON.stringify({ ...saved, log: [] })) === null)
    throw new InputError(`More was done in this run than a link or a file can carry; ${RESTART}.`)
  throw new InputError(`This could not be opened again. ${wrong}`)
}

/** The sentence about a link that would be too long. */
export const tooLongForLink = ({ log }: SavedDesign): string =>
  log.length > 0
    ? `This is too much for a link (64 KiB); export it as a file, or ${RESTART}.`
    : 'This is too much for a link (64 KiB); export it as a file instead.'

function problemWith(text: string): string | null {
  try {
    parseSaved(text)
    return null
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const [{ path, message }] = error.issues
    return `${path.length === 0 ? 'It' : `"${path.join('.')}"`} ${message}.`
  }
}
