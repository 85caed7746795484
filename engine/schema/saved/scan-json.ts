import { DocumentError } from './document-error.ts'
import { LIMITS } from './limits.ts'

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const COLON = 58
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125]

/** A list (null) or an object with the names seen in it, and the text that may yet turn out to be a name. */
interface Open {
  names: Set<string> | null
  candidate: string | null
}

/**
 * Looks through a JSON text before it is parsed: refuses what is nested too deep, and names that stand twice in one object, of which
 * a parser would keep the last and say nothing. Needs no stack of the engine's; leaves all else to the parser.
 */
export function scanJson(text: string): void {
  const open: Open[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const inner = open.at(-1)
    if (code === QUOTE) {
      const end = endOfString(text, at)
      if (inner !== undefined && inner.names !== null) inner.candidate = readName(text.slice(at + 1, end))
      at = end
    } else if (code === COLON && inner !== undefined) {
      noteName(inner)
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      open.push({ names: code === OPEN_OBJECT ? new Set() : null, candidate: null })
      if (open.length > LIMITS.depth)
        throw new DocumentError([{ path: [], message: `is nested deeper than ${LIMITS.depth} levels` }])
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) open.pop()
    else if (code === COMMA && inner !== undefined) inner.candidate = null
  }
}

function noteName(object: Open): void {
  const { names, candidate } = object
  if (names === null || candidate === null) return
  if (names.has(candidate))
    throw new DocumentError([
      { path: [], message: `has the name "${candidate.slice(0, 120)}" twice in one object` },
    ])
  names.add(candidate)
  object.candidate = null
}

/** A name as the parser will read it, whichever way it is written. */
function readName(written: string): string {
  if (!written.includes('\\')) return written
  try {
    return JSON.parse(`"${written}"`) as string
  } catch {
    return written // the parser will complain of it
  }
}

/** Where the string that begins at `at` ends; the end of the text when it does not. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === BACKSLASH) i++
    else if (code === QUOTE) return i
  }
  return text.length
}
