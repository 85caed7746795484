import type { Failure } from '../../schema/failures.ts'

/** A state machine of which every server of a group keeps a copy. Applying the same commands makes the same state. */
export interface Replicated<Command, Result> {
  /** Does what was committed at `index`; what it returns goes to whoever asked for it here. */
  apply(command: Command, index: number): Result
  /** The whole state as plain data that later commands do not change, and what it weighs. */
  snapshot(): { readonly state: unknown; readonly sizeBytes: number }
  /** Becomes what a snapshot says; null: as before the first command. */
  restore(state: unknown): void
}

/** What became of a command or a read: its result, or why there is none. */
export type Done<Result> = (result: Result | null, failure: Failure | null) => void
