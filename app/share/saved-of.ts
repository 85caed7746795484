import type { Design } from '../../engine/schema/design.ts'
import type { Document } from '../../engine/schema/document.ts'
import { editsBetween } from '../../engine/schema/edit/edits-between.ts'
import { isRunEdit } from '../../engine/schema/edit/is-run-edit.ts'
import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'
import type { Snapshot } from '../../workers/api.ts'

export interface RunToSave {
  design: Design | null
  seed: number
  snapshot: Snapshot
  /** As a person sees it, with what the run has not heard of. */
  shown: Document
}

/**
 * A run as it is saved. A `short` one says of its document only how it differs from the catalogue's, where that is less: links are
 * short, files carry everything.
 */
export function savedOf({ design, seed, snapshot, shown }: RunToSave, form: 'short' | 'whole'): SavedDesign {
  const { start, document, log, nowNanos, digest } = snapshot
  const edits = design === null ? [] : editsBetween(design.document, start)
  const isShort = form === 'short' && design !== null && sizeOf(edits) < sizeOf(start)
  return {
    format: 'breakwater',
    version: 2,
    basedOn: design?.slug ?? null,
    document: isShort ? null : start,
    edits: isShort ? edits : [],
    seed,
    log,
    atNanos: nowNanos,
    digest,
    arrangement: editsBetween(document, shown).filter((edit) => !isRunEdit(edit)),
  }
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length
