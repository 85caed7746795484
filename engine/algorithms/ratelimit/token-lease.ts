import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import type { LeaseGrant } from './token-lease-pool.ts'

export interface TokenLeaseOptions {
  /** Tokens to ask for at a time. */
  readonly leaseTokens: number
  /** Ask for more when no more than this many are left; 0 asks only when there are none. */
  readonly lowTokens: number
}

interface Holding {
  readonly leaseId: number
  tokens: number
  readonly expiresAtNanos: Nanos
}

/**
 * The server's side of leased rate limiting: spends leased tokens, the soonest to expire first, and says when to ask
 * for more. A machine without messages of its own: `ask` says what to send, `receive` takes the answer.
 * Paper: none; see TokenLeasePool. Compare: a round trip to the store for each request.
 * Cost: O(1) a decision. Invariant: never spends a token twice, nor one whose lease is over: it is counted from when it was
 * asked for, which was before the pool began to (Gray and Cheriton), by a clock that is never set.
 */
export class TokenLease {
  readonly #options: TokenLeaseOptions
  #holdings: Holding[] = []
  #asking = false
  #askedAtNanos: Nanos = 0
  #askAgainAtNanos: Nanos = 0

  constructor(options: TokenLeaseOptions) {
    const { leaseTokens, lowTokens } = options
    assert(Number.isInteger(leaseTokens) && leaseTokens >= 1, 'leaseTokens is a positive integer')
    assert(Number.isInteger(lowTokens) && lowTokens >= 0, 'lowTokens is a non-negative integer')
    this.#options = options
  }

  /** Spends `cost` tokens if so many are held. */
  take(now: Nanos, cost = 1): boolean {
    assert(Number.isInteger(cost) && cost >= 1, 'cost is a positive integer')
    if (this.tokens(now) < cost) return false
    let left = cost
    while (left > 0) {
      const holding = this.#holdings[0]
      const spent = Math.min(left, holding.tokens)
      holding.tokens -= spent
      left -= spent
      if (holding.tokens === 0) this.#holdings.shift()
    }
    return true
  }

  /** Tokens that may be spent now; those of leases that are over are dropped. */
  tokens(now: Nanos): number {
    while (this.#holdings.length > 0 && this.#holdings[0].expiresAtNanos <= now) this.#holdings.shift()
    let tokens = 0
    for (const holding of this.#holdings) tokens += holding.tokens
    return tokens
  }

  /** How many tokens to ask the pool for now, 0 for none. After a positive answer the caller sends, then reports back. */
  ask(now: Nanos): number {
    if (this.#asking || now < this.#askAgainAtNanos || this.tokens(now) > this.#options.lowTokens) return 0
    this.#asking = true
    this.#askedAtNanos = now
    return this.#options.leaseTokens
  }

  /** Whether an answer of the pool is on its way. */
  get asking(): boolean {
    return this.#asking
  }

  /** How long the pool is left alone, for it had nothing or did not answer. */
  pauseNanos(now: Nanos): Nanos {
    return Math.max(0, this.#askAgainAtNanos - now)
  }

  /** The pool's answer. Leases may be of different lengths. */
  receive(now: Nanos, { leaseId, tokens, validNanos, retryAfterNanos }: LeaseGrant): void {
    this.#asking = false
    this.#askAgainAtNanos = now + retryAfterNanos
    if (tokens === 0) return
    this.#holdings.push({ leaseId, tokens, expiresAtNanos: this.#askedAtNanos + validNanos })
    this.#holdings.sort((a, b) => a.expiresAtNanos - b.expiresAtNanos || a.leaseId - b.leaseId)
  }

  /** The pool did not answer: ask again no sooner than after `waitNanos`. */
  askFailed(now: Nanos, waitNanos: Nanos): void {
    this.#asking = false
    this.#askAgainAtNanos = now + waitNanos
  }

  /** Gives up everything held (before a shutdown, or when idle): what to send back to the pool. */
  release(now: Nanos): { leaseId: number; unspent: number }[] {
    this.tokens(now)
    const released = this.#holdings.map(({ leaseId, tokens }) => ({ leaseId, unspent: tokens }))
    this.#holdings = []
    return released
  }

  inspect(now: Nanos) {
    const current = this.#holdings.filter((holding) => holding.expiresAtNanos > now)
    return {
      tokens: current.reduce((sum, holding) => sum + holding.tokens, 0),
      asking: this.#asking,
      leases: current.map(({ leaseId, tokens, expiresAtNanos }) => ({ leaseId, tokens, expiresAtNanos })),
    }
  }
}
