import { canonicalJson } from '../../engine/lib/canonical-json.ts'
import type { SavedDesign } from '../../engine/schema/saved/saved-design.ts'
import type { OpenedRun } from '../state/run-store.ts'

/** What is kept of an open design: the document as it is now, to begin with from zero. */
export function savedOfOpened({ design, document, seed }: OpenedRun): SavedDesign {
  return {
    format: 'breakwater',
    version: 2,
    basedOn: design?.slug ?? null,
    document,
    edits: [],
    seed,
    log: [],
    atNanos: 0,
    digest: null,
    arrangement: [],
  }
}

/** What it is called when it is first kept. */
export const titleOf = ({ design, document }: OpenedRun): string =>
  design === null ? document.title : `${design.title}, edited`

/** Whether it is a design of the gallery without any edit. */
export function isAsItCame({ design, document }: OpenedRun): boolean {
  return design !== null && canonicalJson(design.document) === canonicalJson(document)
}
