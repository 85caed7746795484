import * as v from 'valibot'
import type { Document } from '../document.ts'
import { isRunEdit } from '../edit/is-run-edit.ts'
import { completeDocument } from './complete-document.ts'
import { DocumentError, type DocumentIssue } from './document-error.ts'
import { LIMITS } from './limits.ts'
import { migrate } from './migrate.ts'
import { requirePlain } from './require-plain.ts'
import type { SavedDesign } from './saved-design.ts'
import { SavedSchema, type DocumentSchema } from './schemas.ts'

const ISSUES_TOLD = 20
/** Of what has more values than this only the first thing that is wrong is told: to find them all took seconds. */
const ALL_TOLD_BELOW = 20_000

/**
 * A saved design of whatever was found in a file, a link or the storage: hostile until proven otherwise. What is returned was built
 * anew, field by field, and nothing of what was given is in it.
 *
 * @throws DocumentError that names the path of what is wrong.
 */
export function readSaved(found: unknown): SavedDesign {
  const size = requirePlain(found)
  const present = migrate(found)
  // A document alone is told of by its own paths.
  const root = present === found ? [] : ['document']
  const parsed = v.safeParse(SavedSchema, present, { abortEarly: size > ALL_TOLD_BELOW })
  if (!parsed.success) throw new DocumentError(within(root, issuesOf(parsed.issues)))
  const { document, log, ...rest } = parsed.output
  if (document === null && rest.basedOn === null)
    throw new DocumentError([
      { path: ['document'], message: 'is missing, and no design is named that it is based on' },
    ])
  const edits = log.reduce((sum, { action }) => sum + (action.do === 'edit' ? action.edits.length : 0), 0)
  if (edits > LIMITS.edits)
    throw new DocumentError([{ path: ['log'], message: `has more than ${LIMITS.edits} edits` }])
  if (rest.arrangement.some(isRunEdit))
    throw new DocumentError([
      { path: ['arrangement'], message: 'may move and rename, and has an edit that changes what runs' },
    ])
  return { ...rest, log, document: document === null ? null : complete(document, root) }
}

function complete(document: v.InferOutput<typeof DocumentSchema>, root: readonly string[]): Document {
  try {
    return completeDocument(document)
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const issues = error.issues.map(({ path, message }) => ({ path: ['document', ...path], message }))
    throw new DocumentError(within(root, issues))
  }
}

/** Issues with the beginning of their paths left out. */
const within = (root: readonly string[], issues: readonly DocumentIssue[]): DocumentIssue[] =>
  issues.map(({ path, message }) => ({ path: path.slice(root.length), message }))

function issuesOf(issues: readonly v.BaseIssue<unknown>[]): DocumentIssue[] {
  return issues.slice(0, ISSUES_TOLD).map((issue) => ({
    path: (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key).slice(0, 120))),
    message: lowerFirst(issue.message),
  }))
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
