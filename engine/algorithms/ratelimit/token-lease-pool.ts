import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Limiter, LimiterOptions, LimiterSpec } from './limiter.ts'

export interface TokenLeasePoolOptions {
  readonly spec: LimiterSpec
  /** The limit that all servers share. */
  readonly options: LimiterOptions
  /** Most tokens handed out at once. */
  readonly leaseTokensMax: number
  /** How long leased tokens may be spent. */
  readonly leaseNanos: Nanos
}

/**
 * Tokens for a server to spend on its own; plain data, to be sent as a message. It says how long and not until when: the clocks of
 * pool and server need not agree.
 */
export interface LeaseGrant {
  readonly leaseId: number
  readonly tokens: number
  /** How long they may be spent, counted from when they were asked for. */
  readonly validNanos: Nanos
  /** When to ask again if there was nothing to give; 0 otherwise. */
  readonly retryAfterNanos: Nanos
}

/**
 * The central side of leased rate limiting: servers fetch tokens by the batch and decide locally, which saves a round
 * trip a request. Leased tokens are charged at once; only those given back in time are credited, for the pool cannot
 * know what a silent server has spent.
 * Paper: none; the lease is Gray and Cheriton's, "Leases" (1989). Compare: a central decision per request (exact, a
 * round trip each); independent local limits (no message, limit × servers).
 * Cost: O(1) a message. Invariant: any interval t spends at most burst + rate × t + what was on lease when it began.
 */
export class TokenLeasePool {
  readonly #limiter: Limiter
  readonly #leaseTokensMax: number
  readonly #leaseNanos: Nanos
  readonly #leases = new Map<number, { tokens: number; expiresAtNanos: Nanos }>()
  #lastId = 0

  constructor({ spec, options, leaseTokensMax, leaseNanos }: TokenLeasePoolOptions, now: Nanos = 0) {
    assert(Number.isInteger(leaseTokensMax) && leaseTokensMax >= 1, 'leaseTokensMax is a positive integer')
    assert(Number.isSafeInteger(leaseNanos) && leaseNanos >= 1, 'leaseNanos is a positive integer')
    assert(!spec.shapes, 'the pool hands tokens out at once, so its limiter does not delay')
    this.#limiter = spec.create(options, now)
    this.#leaseTokensMax = leaseTokensMax
    this.#leaseNanos = leaseNanos
  }

  /** Leases up to `wanted` tokens; fewer, or none (`tokens: 0`), when the pool has no more. */
  grant(now: Nanos, wanted: number): LeaseGrant {
    assert(Number.isInteger(wanted) && wanted >= 1, 'wanted is a positive integer')
    this.#expire(now)
    const available = this.#limiter.peek(now)
    const tokens = Math.min(wanted, this.#leaseTokensMax, available.remaining + (available.allowed ? 1 : 0))
    if (tokens === 0) {
      return { leaseId: 0, tokens, validNanos: 0, retryAfterNanos: available.retryAfterNanos }
    }
    const decision = this.#limiter.take(now, tokens)
    assert(decision.allowed, 'the pool grants what it has')
    const leaseId = ++this.#lastId
    const validNanos = this.#leaseNanos
    this.#leases.set(leaseId, { tokens, expiresAtNanos: now + validNanos })
    return { leaseId, tokens, validNanos, retryAfterNanos: 0 }
  }

  /** Takes unspent tokens back and ends the lease; returns how many were credited (0 for a lease over or unknown). */
  giveBack(now: Nanos, leaseId: number, unspent: number): number {
    this.#expire(now)
    const lease = this.#leases.get(leaseId)
    if (lease === undefined) return 0
    assert(unspent <= lease.tokens, 'no more is given back than was leased')
    this.#leases.delete(leaseId)
    if (unspent > 0) this.#limiter.refund(now, unspent)
    return unspent
  }

  /** Tokens that servers may still be holding. */
  get tokensOnLease(): number {
    let tokens = 0
    for (const lease of this.#leases.values()) tokens += lease.tokens
    return tokens
  }

  inspect(now: Nanos) {
    return {
      pool: this.#limiter.inspect(now),
      leases: this.#leases.size,
      tokensOnLease: this.tokensOnLease,
    }
  }

  /** Leases are granted with one length, so they expire in the order of the map. */
  #expire(now: Nanos): void {
    for (const [leaseId, lease] of this.#leases) {
      if (lease.expiresAtNanos > now) return
      this.#leases.delete(leaseId)
    }
  }
}
