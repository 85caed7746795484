import type { Document } from '../../engine/schema/document.ts'
import type { KindShapes } from '../../engine/schema/kind-shape.ts'
import { problemsOf, type GraphProblem } from '../../engine/schema/problems-of.ts'
import { useCatalogue } from './catalogue.ts'
import { useRun } from './run-store.ts'

const NONE: readonly GraphProblem[] = []
let latest: { document: Document; kinds: KindShapes; problems: readonly GraphProblem[] } | null = null

/** Every card asks; they are worked out once for a document. */
function problemsIn(document: Document | undefined, kinds: KindShapes): readonly GraphProblem[] {
  if (document === undefined) return NONE
  if (latest?.document !== document || latest.kinds !== kinds)
    latest = { document, kinds, problems: problemsOf(document, kinds) }
  return latest.problems
}

/** What keeps parts of the open document from working. */
export function useProblems(): readonly GraphProblem[] {
  const document = useRun((run) => run.opened?.document)
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  return problemsIn(document, kinds)
}

/** What keeps this node from doing all of its work, as a sentence; null when nothing does. */
export function useProblemOf(node: string): string | null {
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  return useRun(
    (run) => problemsIn(run.opened?.document, kinds).find((problem) => problem.node === node)?.text ?? null,
  )
}
