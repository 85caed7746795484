import type { LimiterState } from '../../algorithms/ratelimit/limiter.ts'
import type { Nanos } from '../../lib/units.ts'

/** Which algorithm with which numbers. */
export interface LimitPolicy {
  algorithm: string
  limit: number
  windowNanos: Nanos
  burst: number
}

/** One counter that a request is charged to: a user, a key, an address, everybody. */
export interface Charge {
  subject: string
  policy: LimitPolicy
  cost: number
}

/** What checkers want to know about a decision, whoever takes it. */
export interface DecisionSubject {
  client: number
  cost: number
  policy: LimitPolicy
  /** Admissions above the promise that the placement itself owns up to (tokens on lease). */
  slack: number
}

/** A decision as the checkers see it. */
export interface DecisionFact extends DecisionSubject {
  allowed: boolean
  atNanos: Nanos
  /** Charged to dimensions of a request that was turned away. */
  inVain: number
}

export type StoreRequest =
  /** The script: read, decide and write in one step. `now` is the server's clock; absent, the store's own is used. */
  | {
      what: 'decide'
      charges: readonly Charge[]
      charging: 'all-or-nothing' | 'in-order'
      now: Nanos | null
      about: DecisionSubject
    }
  /** The parts of a read-modify-write that somebody else may slip into. */
  | { what: 'read'; subject: string; policy: LimitPolicy }
  | { what: 'write'; subject: string; policy: LimitPolicy; state: LimiterState }
  | { what: 'lease'; subject: string; policy: LimitPolicy; tokens: number }
