import type { Json, Operation } from './history-event.ts'
import type { CheckedLevel } from './transactions/isolation-levels.ts'

export interface CheckOptions {
  /** The first state of a register, or of each key. Default null. */
  readonly initial?: Json
  /** How many configurations may be visited before the verdict is `unknown`. Default 2,000,000. */
  readonly stateBudget?: number
  /** How the witness says where an operation stands: lines of the file (default), or times, taken as nanoseconds. */
  readonly places?: 'lines' | 'times'
  /** What transactions are held to. Default `serializable`. */
  readonly level?: CheckedLevel
}

/** Why a history is not allowed, told so that a person can follow it in the history. */
export interface Witness {
  /** One sentence: the operation that cannot be, and why not. */
  readonly says: string
  /** The operations around it, oldest first, in plain words. */
  readonly operations: readonly string[]
  /** The object it is about; left out where there is only one. */
  readonly key?: Json
  /** The first lines of the history, up to this one, are already not allowed; without this line they are. */
  readonly line: number
}

export interface HistoryResult {
  readonly verdict: 'holds' | 'violated' | 'unknown'
  /** How many operations were invoked. */
  readonly operations: number
  /** How many configurations were visited. */
  readonly states: number
  /** Present when violated. */
  readonly witness?: Witness
  /** Of transactions: the names of all anomalies that were found, also of those that the level allows, the worst first. */
  readonly anomalies?: readonly string[]
}

/** What a line about one kind of operation must look like. */
export interface OperationShape {
  /** Complains about what an invocation carries, as the end of a sentence; null when it is fine. */
  complaint?: (argument: Json | undefined) => string | null
  /** Complains about what an `ok` carries, as the end of a sentence; null when it is fine. */
  answerComplaint?: (argument: Json | undefined, answer: Json) => string | null
  /** Whether an `ok` may say `result: false`. */
  readonly mayObserveFailure?: boolean
}

/** A kind of history: which operations it has and what is promised about them. One file each in `models/`. */
export interface HistoryModel {
  /** Unique, kebab-case; the file's name. */
  readonly name: string
  /** What is promised, in one sentence. */
  readonly doc: string
  readonly operations: ReadonlyMap<string, OperationShape>
  /** Whether every operation must name a `key`. */
  readonly needsKey: boolean
  /** Judges paired operations, in the order of their invocations. Throws `HistoryError` for an impossible `initial`. */
  check(operations: readonly Operation[], options: CheckOptions): HistoryResult
}
