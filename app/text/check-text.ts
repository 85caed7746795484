import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { documentIssues } from '../../engine/schema/document-issues.ts'
import type { Document } from '../../engine/schema/document.ts'
import { InputError } from '../../engine/schema/input-error.ts'
import type { KindShapes } from '../../engine/schema/kind-shape.ts'
import { problemsOf } from '../../engine/schema/problems-of.ts'
import { DocumentError, type DocumentIssue } from '../../engine/schema/saved/document-error.ts'
import { parseSaved } from '../../engine/schema/saved/parse-saved.ts'

/** Something wrong with a text, where it stands in it. */
export interface TextProblem {
  message: string
  /** Characters from the beginning. */
  offset: number
  length: number
}
/** Warnings are of what runs and cannot do all of its work. */
export type CheckedText = { document: Document; warnings: TextProblem[] } | { problems: TextProblem[] }

/** Pairs of numbers are places: they read better on one line. */
const PAIR = /\[\s+(-?[\d.e]+),\s+(-?[\d.e]+)\s+\]/g

/** The document as text, in the order in which people read it. */
export const textOf = (document: Document): string =>
  `${JSON.stringify(document, null, 2).replace(PAIR, '[$1, $2]')}\n`

/** The document that a text is, or everything that is wrong with it and where. */
export function checkText(text: string, kinds: KindShapes): CheckedText {
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
    const issues = documentIssues(document, kinds)
    if (issues.length > 0) return { problems: placed(issues, tree) }
    return { document, warnings: warningsOf(document, kinds, tree) }
  } catch (error) {
    if (error instanceof DocumentError) return { problems: placed(error.issues, tree) }
    if (error instanceof InputError) return { problems: [{ message: error.message, offset: 0, length: 1 }] }
    throw error
  }
}

/** What the run has refused in a text: its sentence stands at the first part of the design that it names. */
export function placeOfRefusal(message: string, text: string, { nodes, edges }: Document): TextProblem {
  const tree = parseTree(text)
  for (const [, name] of message.matchAll(/"([^"]+)"/g)) {
    const edge = edges.findIndex(({ id }) => id === name)
    const path = Object.hasOwn(nodes, name) ? ['nodes', name] : edge === -1 ? null : ['edges', edge]
    const place = path && placeOf(path, tree)
    if (place) return { message, ...place }
  }
  return { message, offset: 0, length: 1 }
}

function warningsOf(document: Document, kinds: KindShapes, tree: Node | undefined): TextProblem[] {
  return problemsOf(document, kinds).map(({ node, text }) => ({
    message: text,
    ...placeOf(node === null ? ['nodes'] : ['nodes', node], tree),
  }))
}

function placed(issues: readonly DocumentIssue[], tree: Node | undefined): TextProblem[] {
  return issues.map(({ path, message }) => {
    const subject = path.length === 0 ? 'It' : `"${path.join('.')}"`
    return { message: `${subject} ${message}.`, ...placeOf(path, tree) }
  })
}

/** Where a path leads in the text. What is missing has no place: it is where it should be. */
function placeOf(path: DocumentIssue['path'], tree: Node | undefined): Omit<TextProblem, 'message'> {
  for (let depth = path.length; depth > 0; depth--) {
    const found = tree && findNodeAtLocation(tree, path.slice(0, depth))
    if (found === undefined) continue
    const { offset, length } = found
    const name = found.parent?.type === 'property' ? found.parent.children?.[0] : undefined
    // Of an object only its name is marked, or the brace that opens it.
    if (found.type === 'object' || found.type === 'array')
      return name === undefined ? { offset, length: 1 } : { offset: name.offset, length: name.length }
    return { offset, length }
  }
  return { offset: 0, length: 1 }
}
