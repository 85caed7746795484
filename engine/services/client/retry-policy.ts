import { Backoff } from '../../algorithms/retry/backoff.ts'
import { RetryBudget } from '../../algorithms/retry/retry-budget.ts'
import type { RandomStream } from '../../lib/random.ts'
import { SECOND, ms, type Nanos } from '../../lib/units.ts'
import { FAILURES, type Failure, type FailureKind } from '../../schema/failures.ts'
import type { ClientParameters } from './client-load.ts'

/** No further attempt. */
export const GIVE_UP = -1

const BUDGET_WINDOW: Nanos = 10 * SECOND
const ALWAYS_ALLOWED_PER_SECOND = 10

/** Whether a failed attempt is tried again, and after how long. */
export class RetryPolicy {
  #params: ClientParameters
  #backoff: Backoff | null
  #budget: RetryBudget | null
  readonly #random: RandomStream

  constructor(params: ClientParameters, random: RandomStream) {
    this.#params = params
    this.#random = random
    this.#backoff = makeBackoff(params)
    this.#budget = makeBudget(params)
  }

  adopt(params: ClientParameters): void {
    const { retryBudget, retryBudgetShare } = this.#params
    if (params.retryBudget !== retryBudget || params.retryBudgetShare !== retryBudgetShare) {
      this.#budget = makeBudget(params)
    }
    this.#params = params
    this.#backoff = makeBackoff(params)
  }

  /** A first attempt is made: it pays into the budget. */
  firstAttempt(now: Nanos): void {
    this.#budget?.deposit(now)
  }

  /** How long to wait after failed attempt number `attempt`, or GIVE_UP. `previousNanos` is the wait before that attempt. */
  waitAfter(now: Nanos, attempt: number, failure: string, previousNanos: Nanos, atLeastNanos: Nanos): Nanos {
    if (attempt > this.#params.retries) return GIVE_UP
    const kind: FailureKind | undefined = FAILURES[failure as Failure]
    if (kind?.final === true) return GIVE_UP
    if (this.#budget !== null && !this.#budget.tryWithdraw(now)) return GIVE_UP
    if (this.#backoff === null) return atLeastNanos
    return this.#backoff.wait(attempt, previousNanos, this.#random, atLeastNanos)
  }

  /** Retries that the budget allows now; null without one. */
  retriesLeft(now: Nanos): number | null {
    return this.#budget?.retriesLeft(now) ?? null
  }
}

function makeBackoff({ backoff, jitter, backoffBaseMs, backoffCapMs }: ClientParameters): Backoff | null {
  if (backoff === 'none') return null
  const baseNanos = ms(backoffBaseMs)
  return new Backoff({
    shape: backoff,
    jitter,
    baseNanos,
    maximumNanos: Math.max(baseNanos, ms(backoffCapMs)),
  })
}

function makeBudget({ retryBudget, retryBudgetShare }: ClientParameters): RetryBudget | null {
  if (!retryBudget) return null
  return new RetryBudget({
    retryPercent: Math.round(retryBudgetShare * 100),
    minimumPerSecond: ALWAYS_ALLOWED_PER_SECOND,
    ttlNanos: BUDGET_WINDOW,
  })
}
