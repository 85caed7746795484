import type { Nanos } from '../../lib/units.ts'
import type { HybridTimestamp } from '../clock/hybrid-logical-clock.ts'
import type { Vector } from '../clock/vector-clock.ts'

/** Operations of one origin, in order, and what the sender has of all. */
export interface OperationsMessage<Operation> {
  readonly type: 'operations'
  readonly operations: readonly Operation[]
  readonly have: Vector
  /** On the sender's monotonic clock; comes back as `answersSentAt`. */
  readonly sentAt: Nanos
}

/** What the sender has; as a `question` also a wish to be sent what it lacks. */
export interface HaveMessage {
  readonly type: 'have'
  readonly have: Vector
  readonly question: boolean
  /** Of the message that this confirms, or -1. */
  readonly answersSentAt: Nanos
}

/** A whole state, for a receiver that lacks operations which are no longer kept. */
export interface StateMessage<State> {
  readonly type: 'state'
  readonly state: State
  /** The operations that the state contains. */
  readonly have: Vector
  /** No timestamp in the state is larger. */
  readonly latest: HybridTimestamp
  readonly sentAt: Nanos
}

export type ExchangeMessage<Operation, State> =
  | OperationsMessage<Operation>
  | HaveMessage
  | StateMessage<State>
