import type { Document, NodeDocument } from '../../engine/schema/document.ts'
import type { OpenedRun } from '../state/run-store.ts'

/** Whether two states of what is open look the same as a graph. Values of parameters, objectives and promises are not in the picture. */
export const drawnAlike = (before: OpenedRun, now: OpenedRun): boolean =>
  before.run === now.run && before.lanes === now.lanes && documentsAlike(before.document, now.document)

/** What an edit leaves as it was is the same object in both. */
function documentsAlike(before: Document, now: Document): boolean {
  if (before.edges !== now.edges || before.title !== now.title) return false
  if (before.requestsPerSimulated !== now.requestsPerSimulated) return false
  const [nodes, others] = [Object.entries(before.nodes), Object.entries(now.nodes)]
  return (
    nodes.length === others.length &&
    nodes.every(([id, node], i) => id === others[i][0] && nodesAlike(node, others[i][1]))
  )
}

const nodesAlike = (a: NodeDocument, b: NodeDocument): boolean =>
  a === b || (a.kind === b.kind && a.label === b.label && a.at === b.at && a.region === b.region)
