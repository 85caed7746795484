import { limiterNamed } from '../../algorithms/ratelimit/catalogue.ts'
import {
  createDecision,
  type Decision,
  type LimiterCore,
  type LimiterState,
} from '../../algorithms/ratelimit/limiter.ts'
import { TokenLeasePool, type LeaseGrant } from '../../algorithms/ratelimit/token-lease-pool.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Charge, LimitPolicy } from './protocol.ts'

/** A decision over several counters, and what was charged for a request that was then turned away. */
export interface Verdict extends Decision {
  inVain: number
}

interface Entry {
  /** Under which policy the state was made: another one starts afresh. */
  policy: string
  state: LimiterState
}

/** Counters by subject (`user:7`, `ip:3`, `all`), whoever keeps them: a store that servers share, or one server for itself. */
export class CounterTable {
  readonly #entries = new Map<string, Entry>()
  readonly #cores = new Map<string, LimiterCore>()
  readonly #pools = new Map<string, { policy: string; pool: TokenLeasePool }>()
  readonly #decision = createDecision()

  get size(): number {
    return this.#entries.size + this.#pools.size
  }

  /** What the counters take, in bytes. */
  get bytes(): number {
    let bytes = 0
    for (const { policy, state } of this.#entries.values()) bytes += this.#cores.get(policy)!.bytes(state)
    return bytes
  }

  clear(): void {
    this.#entries.clear()
    this.#pools.clear()
  }

  /**
   * Decides over all charges in one step. All or nothing: nobody is charged unless everybody agrees. In order: the earlier
   * ones stay charged for what a later one rejects.
   */
  decide(charges: readonly Charge[], charging: 'all-or-nothing' | 'in-order', now: Nanos): Verdict {
    const inOrder = charging === 'in-order'
    const verdict: Verdict = { ...createDecision(), allowed: true, remaining: Infinity, inVain: 0 }
    for (const charge of charges) {
      const decision = this.#decide(charge, now, inOrder)
      if (!decision.allowed) return { ...decision, inVain: verdict.inVain }
      if (decision.remaining < verdict.remaining) Object.assign(verdict, decision)
      if (inOrder) verdict.inVain += charge.cost
    }
    if (!inOrder)
      for (const charge of charges)
        verdict.delayNanos = Math.max(verdict.delayNanos, this.#decide(charge, now, true).delayNanos)
    verdict.inVain = 0
    return verdict
  }

  /** A copy of a counter's state, for somebody who wants to decide elsewhere. */
  read(subject: string, policy: LimitPolicy, now: Nanos): LimiterState {
    return this.core(policy).copy(this.#entry(subject, policy, now).state)
  }

  /** Replaces a counter's state by what somebody has decided elsewhere. */
  write(subject: string, policy: LimitPolicy, state: LimiterState): void {
    this.core(policy)
    this.#entries.set(subject, { policy: policyName(policy), state })
  }

  /** Hands out up to `tokens` of a subject's limit to be spent elsewhere within `leaseNanos`. */
  lease(subject: string, policy: LimitPolicy, tokens: number, leaseNanos: Nanos, now: Nanos): LeaseGrant {
    const name = policyName(policy)
    let held = this.#pools.get(subject)
    if (held === undefined || held.policy !== name) {
      // Tokens are handed out at once or not at all: a bucket that would delay them is metered instead.
      const spec = limiterNamed(policy.algorithm === 'leaky-bucket' ? 'leaky-meter' : policy.algorithm)
      held = {
        policy: name,
        pool: new TokenLeasePool({ spec, options: policy, leaseTokensMax: tokens, leaseNanos }, now),
      }
      this.#pools.set(subject, held)
    }
    return held.pool.grant(now, tokens)
  }

  /** The algorithm of a policy, without state. */
  core(policy: LimitPolicy): LimiterCore {
    const name = policyName(policy)
    let core = this.#cores.get(name)
    if (core === undefined) this.#cores.set(name, (core = limiterNamed(policy.algorithm).core(policy)))
    return core
  }

  /** The first counters and pools, for the picture. */
  inspect(now: Nanos, most = 40) {
    const counters = [...this.#entries].slice(0, most).map(([subject, { policy, state }]) => {
      const core = this.#cores.get(policy)!
      return { subject, policy, bytes: core.bytes(state), ...core.inspect(state, now) }
    })
    const pools = [...this.#pools]
      .slice(0, most)
      .map(([subject, { pool }]) => ({ subject, ...pool.inspect(now) }))
    return { size: this.size, counters, pools }
  }

  #decide({ subject, policy, cost }: Charge, now: Nanos, commit: boolean): Decision {
    this.core(policy).decide(this.#entry(subject, policy, now).state, now, cost, this.#decision, commit)
    return this.#decision
  }

  #entry(subject: string, policy: LimitPolicy, now: Nanos): Entry {
    const name = policyName(policy)
    let entry = this.#entries.get(subject)
    if (entry === undefined || entry.policy !== name) {
      entry = { policy: name, state: this.core(policy).initial(now) }
      this.#entries.set(subject, entry)
    }
    return entry
  }
}

function policyName({ algorithm, limit, windowNanos, burst }: LimitPolicy): string {
  return `${algorithm}/${limit}/${windowNanos}/${burst}`
}
