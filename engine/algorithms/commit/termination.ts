import type { Nanos } from '../../lib/units.ts'

/** What whoever takes over has learnt of the others, and until when it listens. */
export interface Termination {
  stage: 'asking' | 'moving'
  until: Nanos
  readonly states: Map<number, 'ready' | 'pre-committed'>
  /** Who has not confirmed the pre-commit yet, while `moving`. */
  readonly waitingFor: Set<number>
}

/** What to do with a transaction whose coordinator is silent, by what those say who are not. */
export type Verdict = 'abort' | 'commit' | 'move the ready ones on'

/**
 * The rule by which participants of three-phase commit finish without their coordinator: if anybody has heard that all
 * have voted yes, commit, after everybody has heard it; else nobody can have committed, so abort. Who is silent counts as
 * dead.
 * Paper: Skeen, "Nonblocking commit protocols" (1981); Bernstein, Hadzilacos and Goodman (1987), section 7.5.
 * Compare: two-phase commit, where a silent coordinator leaves no safe choice. Cost: O(participants).
 * Invariant: two who apply it to states of which one followed from the other by its own moves come to the same outcome.
 */
export function terminate(states: ReadonlyMap<number, 'ready' | 'pre-committed'>): Verdict {
  const known = [...states.values()]
  if (known.every((state) => state === 'ready')) return 'abort'
  return known.every((state) => state === 'pre-committed') ? 'commit' : 'move the ready ones on'
}
