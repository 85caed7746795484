import type { GraphEdit } from '../schema/edit/graph-edit.ts'
import { applyEdits } from '../schema/edit/apply-edits.ts'
import type { GraphChange } from './graph/running-graph.ts'
import type { WorldParts } from './world.ts'

/**
 * Edits the graph of a run while it stands between two events, and has everybody who looks at it take that up.
 *
 * @throws InputError when an edit does not fit or a kind refuses it; then nothing has changed.
 */
export function editRun(parts: WorldParts, edits: readonly GraphEdit[]): GraphChange {
  const { graph, checks, timeline } = parts
  const next = applyEdits(graph.document, edits)
  checks.requireKnown(next.invariants)
  const change = graph.become(next, edits)
  checks.observe(next.invariants)
  timeline.adopt()
  mark(parts, change)
  return change
}

function mark({ recorder }: WorldParts, { lost, restarted }: GraphChange): void {
  for (const [node, count] of lost) {
    const what = count === 1 ? 'the request it was working on fails' : `${count} requests in progress fail`
    recorder.mark(node, count === 0 ? 'removed' : `removed: ${what}`)
  }
  for (const node of restarted) recorder.mark(node, 'started again with its new connections')
}
