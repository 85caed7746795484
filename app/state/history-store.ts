import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { condenseEdits } from '../../engine/schema/edit/condense-edits.ts'
import type { GraphEdit } from '../../engine/schema/edit/graph-edit.ts'

/** One thing that a person did to the document, and what takes it back. */
export interface HistoryStep {
  /** What the menu says: "Added Cache". */
  title: string
  edits: readonly GraphEdit[]
  inverse: readonly GraphEdit[]
  /** Steps in a row that name the same gesture are one: a slider that is dragged, a node that is pushed by arrow keys. */
  merge: string | null
}

/** What can be undone, and done again; the latest is last. Data only. */
export interface History {
  past: readonly HistoryStep[]
  future: readonly HistoryStep[]
}

export const EMPTY_HISTORY: History = { past: [], future: [] }
/** So many steps are kept. */
const HISTORY_STEPS = 500

export const createHistoryStore = () => createStore<History>(() => EMPTY_HISTORY)
export type HistoryStore = ReturnType<typeof createHistoryStore>

/** Written by the editor only. */
export const historyStore = createHistoryStore()

/** Reads what can be undone in a component: `useHistory((history) => history.past.length > 0)`. */
export const useHistory = <T>(selector: (history: History) => T): T => useStore(historyStore, selector)

/** Steps that name the same thing become one: what it does is what the last did, what takes it back is what took the first back. */
export function withStep(past: readonly HistoryStep[], step: HistoryStep): readonly HistoryStep[] {
  const last = past.at(-1)
  if (step.merge === null || last?.merge !== step.merge) return [...past.slice(1 - HISTORY_STEPS), step]
  const edits = condenseEdits([...last.edits, ...step.edits])
  const inverse = condenseEdits([...step.inverse, ...last.inverse])
  return [...past.slice(0, -1), { ...step, edits, inverse }]
}

/** `steps` without the one that `past` ends with: if it was made one with the step before, that one is as it was in `before`. */
export function withoutLast(
  steps: readonly HistoryStep[],
  past: readonly HistoryStep[],
  before: readonly HistoryStep[],
): readonly HistoryStep[] {
  const wasMerged = past.length === before.length && past.at(-2) === before.at(-2)
  return steps.flatMap((each) => (each !== past.at(-1) ? [each] : wasMerged ? [before.at(-1)!] : []))
}
