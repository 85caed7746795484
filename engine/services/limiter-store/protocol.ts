import type { LimiterState } from '../../algorithms/ratelimit/limiter.ts'
import type { Nanos } from '../../lib/units.ts'

/** Which algorithm with which numbers. */
export interface LimitPolicy {
  readonly algorithm: string
  readonly limit: number
  readonly windowNanos: Nanos
  readonly burst: number
}

/** Policies that were made lately: there are few at a time, and equal ones are one object, so that they compare at once. */
const known: LimitPolicy[] = []
const KNOWN_MOST = 64

/** The policy of these numbers. */
export function policyOf(algorithm: string, limit: number, windowNanos: Nanos, burst: number): LimitPolicy {
  for (const policy of known)
    if (
      policy.limit === limit &&
      policy.burst === burst &&
      policy.windowNanos === windowNanos &&
      policy.algorithm === algorithm
    )
      return policy
  if (known.length === KNOWN_MOST) known.shift()
  const policy = { algorithm, limit, windowNanos, burst }
  known.push(policy)
  return policy
}

/** One counter that a request is charged to: a user, a key, an address, everybody. */
export interface Charge {
  subject: string
  policy: LimitPolicy
  cost: number
  /** Some clients share it (an address, a key), and may use up each other's part. */
  shared: boolean
}

/** What checkers want to know about a decision, whoever takes it. */
export interface DecisionSubject {
  client: number
  cost: number
  policy: LimitPolicy
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
