/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Who runs operations, one at a time: a client, a thread. */
export type ProcessId = number | string

/** `invoke` starts an operation; `ok` says it happened, `fail` that it did not, `info` that nobody knows. */
export type EventType = 'invoke' | 'ok' | 'fail' | 'info'

/** One line of a history. The order of events is real time. */
export interface HistoryEvent {
  /** Where it stands in the file, from 1. */
  readonly line: number
  readonly process: ProcessId
  readonly type: EventType
  /** The operation's name, one of its model's. */
  readonly f: string
  /** Which object it is about; absent where there is only one. */
  readonly key?: Json
  /** What is written (on `invoke`) or was read (on `ok`). */
  readonly value?: Json
  /** On the `ok` of a `cas`: false when the register did not hold what was expected. */
  readonly result?: boolean
  /** When, in the recorder's own unit. Told to people, never used for ordering. */
  readonly time?: number
}

/** An invocation and what became of it. */
export interface Operation {
  readonly process: ProcessId
  readonly f: string
  readonly key: Json | undefined
  /** What the invocation carried. */
  readonly argument: Json | undefined
  /** `unknown`: it may take effect at any time after its invocation, or never. */
  outcome: 'ok' | 'fail' | 'unknown'
  /** What an `ok` returned; null when it returned nothing. */
  answer: Json
  /** False when an `ok` said `result: false`. */
  succeeded: boolean
  /** Places among all events, from 0; `completedAt` is Infinity while there is no `ok`. */
  readonly invokedAt: number
  completedAt: number
  readonly invoke: HistoryEvent
  completion: HistoryEvent | undefined
}
