import type { Refused } from '../../workers/api.ts'

export type Answer = { ok: true } | Refused
/** An answer with the ids of what is there now that was not before. */
export type Added = { ok: true; ids: string[] } | Refused

export interface EditOptions {
  /** What the menu says; worked out of the edits when absent. */
  title?: string
  /** Steps in a row that name the same thing are one to undo. */
  merge?: string
  /** The caller shows a refusal at its own place; otherwise it is a notice. */
  quiet?: boolean
}
