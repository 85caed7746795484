import type { Nanos } from '../../lib/units.ts'
import { policyOf, type LimitPolicy } from './protocol.ts'

/** What was decided, as far as whoever decided it says so. */
export interface Outcome {
  allowed: boolean
  inVain?: number
  byShared?: boolean
  byForgotten?: boolean
}

/** The fact `limit-decision`: a decision as the checkers see it. One for all: it is filled anew for each, and theirs while they are told. */
export class DecisionFact {
  client = 0
  cost = 0
  policy = policyOf('', 0, 0, 0)
  /** Admissions above the promise that the placement itself owns up to (tokens on lease). */
  slack = 0
  allowed = false
  atNanos: Nanos = 0
  /** Charged to dimensions of a request that was turned away. */
  inVain = 0
  /** Turned away for what others of its address or key have used. */
  byShared = false
  /** Turned away while whoever decides has lost, in a crash, what was used. */
  byForgotten = false

  fill(
    { client, cost }: { client: number; cost: number },
    policy: LimitPolicy,
    slack: number,
    { allowed, inVain = 0, byShared = false, byForgotten = false }: Outcome,
    atNanos: Nanos,
  ): this {
    this.client = client
    this.cost = cost
    this.policy = policy
    this.slack = slack
    this.allowed = allowed
    this.atNanos = atNanos
    this.inVain = inVain
    this.byShared = byShared
    this.byForgotten = byForgotten
    return this
  }
}
