import type { Document } from '../../engine/schema/document.ts'
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

/** Whether two documents differ in nothing but the parameters of their nodes. */
export function sameGraph(a: Document, b: Document): boolean {
  const bare = ({ nodes, ...rest }: Document) => ({
    ...rest,
    nodes: Object.entries(nodes).map(([id, { params: _params, ...node }]) => ({ id, ...node })),
  })
  return JSON.stringify(bare(a)) === JSON.stringify(bare(b))
}
