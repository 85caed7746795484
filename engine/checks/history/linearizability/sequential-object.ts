import type { Json, Operation } from '../history-event.ts'
import type { OperationShape } from '../history-model.ts'
import type { Values } from '../values.ts'

/** What `next` returns for an operation that cannot have had its outcome in that state. */
export const IMPOSSIBLE = -1

/**
 * What is known of a step in every state, which is what makes the search small.
 * - `observe`: leaves the state as it is.
 * - `overwrite`: is possible in every state and leaves the same state behind.
 * - `update`: is possible in every state and tells nothing, but what it leaves behind depends on the state.
 * - `attempt`: anything else.
 */
export type Effect = 'observe' | 'overwrite' | 'update' | 'attempt'

/** An operation with its outcome, on interned values. States and values are ids of `Values`. */
export interface Step {
  readonly effect: Effect
  /** What the operation carries or saw, as its kind needs it. Steps with the same `next`, `first` and `second` are the same. */
  readonly first: number
  readonly second: number
  /** The state after it, or IMPOSSIBLE. One shared function for each kind of operation. */
  readonly next: (state: number, step: Step, values: Values) => number
}

/** The names that a sentence about an operation needs. */
export interface Words {
  /** The object: "x" for a key, or "the register". */
  readonly object: string
  /** A value as a person reads it. */
  value(json: Json): string
}

/** One kind of operation on a sequential object. */
export interface ObjectOperation extends OperationShape {
  /** What the operation did; null when its outcome tells nothing and changes nothing. */
  step(operation: Operation, values: Values): Step | null
  /** As a phrase after "process 3": "read x = 1"; for an unknown outcome "may have written x = 1". */
  tell(operation: Operation, words: Words): string
  /** For what can be impossible: the state it would need, as in "x cannot have been 1". */
  needs?: (operation: Operation, words: Words) => string
}

/** An object as one process alone would see it. */
export interface SequentialObject {
  readonly name: string
  readonly doc: string
  readonly needsKey: boolean
  /** What sentences call the object when it has no key. */
  readonly title: string
  readonly operations: Readonly<Record<string, ObjectOperation>>
  /** The first state. Throws `HistoryError` when `initial` is none. */
  start(initial: Json, values: Values): number
  /** A state as in "it could only be …". */
  tellState(state: number, values: Values): string
  /** Whether steps that overwrite nothing may lead from the state to what an observation saw. Left out: always. */
  mayLeadTo?: (state: number, observation: Step, values: Values) => boolean
}
