import { assert } from '../../lib/assert.ts'
import { SECOND } from '../../lib/units.ts'
import type { Nanos } from '../../lib/units.ts'
import { SlicedSum } from './sliced-sum.ts'

export interface RetryBudgetOptions {
  /** Retries allowed per 100 requests. */
  readonly retryPercent: number
  /** Retries a second that are allowed whatever the traffic, so that a quiet client may retry at all. */
  readonly minimumPerSecond: number
  /** How long a request's contribution lasts. */
  readonly ttlNanos: Nanos
}

const RETRY_PRICE = 100 // a request deposits retryPercent of it

/**
 * A retry budget: each request deposits a fraction of a retry, each retry withdraws a whole one. When everything fails
 * retries add at most retryPercent to the load, instead of multiplying it.
 * Paper: Finagle, RetryBudget (2016): a token bucket whose deposits expire. Compare: a fixed number of attempts, which
 * multiplies load in an outage; circuit breaker. Cost: O(1), ten counters.
 * Invariant: within the ttl, 100 × retries <= retryPercent × requests + 100 × minimumPerSecond × ttl.
 */
export class RetryBudget {
  readonly #retryPercent: number
  readonly #reserve: number
  readonly #balance: SlicedSum

  constructor({ retryPercent, minimumPerSecond, ttlNanos }: RetryBudgetOptions) {
    assert(Number.isInteger(retryPercent) && retryPercent >= 0, 'retryPercent is a non-negative integer')
    assert(minimumPerSecond >= 0, 'minimumPerSecond is not negative')
    this.#retryPercent = retryPercent
    this.#reserve = Math.floor((minimumPerSecond * ttlNanos) / SECOND) * RETRY_PRICE
    this.#balance = new SlicedSum({ windowNanos: ttlNanos })
  }

  /** A first attempt is made. */
  deposit(now: Nanos): void {
    this.#balance.add(now, this.#retryPercent)
  }

  /** Asks for one retry; false means: give up. */
  tryWithdraw(now: Nanos): boolean {
    if (this.#balance.sum(now) + this.#reserve < RETRY_PRICE) return false
    this.#balance.add(now, -RETRY_PRICE)
    return true
  }

  /** Whole retries that could be made now. */
  retriesLeft(now: Nanos): number {
    return Math.max(0, Math.floor((this.#balance.peek(now) + this.#reserve) / RETRY_PRICE))
  }

  inspect(now: Nanos) {
    return { retriesLeft: this.retriesLeft(now), retryPercent: this.#retryPercent }
  }
}
