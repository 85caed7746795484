import { InputError } from '../input-error.ts'

/** One thing that is wrong with a document. */
export interface DocumentIssue {
  /** Names and indexes on the way to it; empty for the whole. */
  path: readonly (string | number)[]
  /** The end of a sentence that begins with it: "must be a number". */
  message: string
}

/** A document from elsewhere that is none, or not one of ours. Says of each part what is wrong with it. */
export class DocumentError extends InputError {
  override name = 'DocumentError'
  constructor(readonly issues: readonly DocumentIssue[]) {
    super(sentence(issues))
  }
}

function sentence(issues: readonly DocumentIssue[]): string {
  const [{ path, message }] = issues
  const more = issues.length === 1 ? '' : ` (and ${issues.length - 1} more)`
  const subject = path.length === 0 ? 'It' : `"${path.join('.')}"`
  return `This is not a design that can be opened. ${subject} ${message}${more}.`
}
