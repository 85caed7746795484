import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { Document } from '../../engine/schema/document.ts'
import { InputError } from '../../engine/schema/input-error.ts'
import { DocumentError } from '../../engine/schema/saved/document-error.ts'
import { parseSaved } from '../../engine/schema/saved/parse-saved.ts'

/** Something wrong with a text, where it stands in it. */
export interface TextProblem {
  message: string
  /** Characters from the beginning. */
  offset: number
  length: number
}
export type CheckedText = { document: Document } | { problems: TextProblem[] }

/** Pairs of numbers are places: they read better on one line. */
const PAIR = /\[\s+(-?[\d.e]+),\s+(-?[\d.e]+)\s+\]/g

/** The document as text, in the order in which people read it. */
export const textOf = (document: Document): string =>
  `${JSON.stringify(document, null, 2).replace(PAIR, '[$1, $2]')}\n`

/** The document that a text is, or what is wrong with it and where. */
export function checkText(text: string): CheckedText {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true })
  const [first] = errors
  if (first !== undefined) {
    const what = printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
    return {
      problems: [{ message: `This is not JSON yet: ${what}.`, offset: first.offset, length: first.length }],
    }
  }
  try {
    const { document } = parseSaved(text)
    if (document === null) throw new InputError('This names a design instead of being one.')
    return { document }
  } catch (error) {
    if (error instanceof DocumentError) return { problems: problemsOf(error, tree) }
    if (error instanceof InputError) return { problems: [{ message: error.message, offset: 0, length: 1 }] }
    throw error
  }
}

function problemsOf(error: DocumentError, tree: Node | undefined): TextProblem[] {
  return error.issues.map(({ path, message }) => {
    const subject = path.length === 0 ? 'It' : `"${path.join('.')}"`
    // What is missing has no place: it is told where it should be.
    for (let depth = path.length; depth > 0; depth--) {
      const found = tree && findNodeAtLocation(tree, path.slice(0, depth))
      if (found === undefined) continue
      const { offset, length } =
        found.type === 'object' || found.type === 'array' ? { ...found, length: 1 } : found
      return { message: `${subject} ${message}.`, offset, length }
    }
    return { message: `${subject} ${message}.`, offset: 0, length: 1 }
  })
}
