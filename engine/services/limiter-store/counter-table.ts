import { limiterNamed } from '../../algorithms/ratelimit/catalogue.ts'
import {
  copyDecision,
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
  /** Turned away for what others of its address or key have used. */
  byShared: boolean
  /** Turned away while nobody knows any more what was used: everything is taken to have been. */
  byForgotten: boolean
}

interface Entry {
  /** Under which policy the state was made: another one starts afresh. */
  policy: LimitPolicy
  /** The algorithm of that policy. */
  core: LimiterCore
  state: LimiterState
}

/** Counters by subject (`user:7`, `ip:3`, `all`), whoever keeps them: a store that servers share, or one server for itself. */
export class CounterTable {
  readonly #entries = new Map<string, Entry>()
  readonly #cores = new Map<LimitPolicy, LimiterCore>()
  readonly #pools = new Map<string, { policy: LimitPolicy; pool: TokenLeasePool }>()
  readonly #decision = createDecision()
  readonly #verdict: Verdict = { ...createDecision(), inVain: 0, byShared: false, byForgotten: false }
  #bytes = 0

  /**
   * `forgotAt`: when everything that had been counted was lost, in a crash. Whatever is not known is taken to have been used up then:
   * who counts on nothing would admit a second burst.
   */
  constructor(readonly forgotAt: Nanos | null = null) {}

  get size(): number {
    return this.#entries.size + this.#pools.size
  }

  /** What the counters take, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  clear(): void {
    this.#bytes = 0
    this.#entries.clear()
    this.#pools.clear()
  }

  /**
   * Decides over all charges in one step. All or nothing: nobody is charged unless everybody agrees. In order: the earlier
   * ones stay charged for what a later one rejects. Like a limiter, the table has ONE verdict that each call fills anew: copy it to keep it.
   */
  decide(charges: readonly Charge[], charging: 'all-or-nothing' | 'in-order', now: Nanos): Verdict {
    // Alone, a charge that is rejected charges nobody.
    const inOrder = charging === 'in-order' || charges.length === 1
    const verdict = this.#verdict
    verdict.remaining = Infinity // whatever the first counter says is less, and copied
    verdict.inVain = 0
    verdict.byShared = verdict.byForgotten = false
    for (const charge of charges) {
      const decision = this.#decide(charge, now, inOrder)
      if (!decision.allowed || decision.remaining < verdict.remaining) copyDecision(decision, verdict)
      if (!decision.allowed) {
        verdict.byShared = charge.shared
        verdict.byForgotten = this.#hasForgotten(this.core(charge.policy), now)
        return verdict
      }
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
    const core = this.core(policy)
    const before = this.#entries.get(subject)
    if (before !== undefined) this.#bytes -= before.core.bytes(before.state)
    this.#bytes += core.bytes(state)
    this.#entries.set(subject, { policy, core, state })
  }

  /** Hands out up to `tokens` of a subject's limit to be spent elsewhere within `leaseNanos`. */
  lease(subject: string, policy: LimitPolicy, tokens: number, leaseNanos: Nanos, now: Nanos): LeaseGrant {
    let held = this.#pools.get(subject)
    if (held === undefined || held.policy !== policy) {
      // Tokens are handed out at once or not at all: a bucket that would delay them is metered instead.
      const spec = limiterNamed(policy.algorithm === 'leaky-bucket' ? 'leaky-meter' : policy.algorithm)
      held = {
        policy,
        pool: new TokenLeasePool({ spec, options: policy, leaseTokensMax: tokens, leaseNanos }, now),
      }
      this.#pools.set(subject, held)
    }
    return held.pool.grant(now, tokens)
  }

  /** The algorithm of a policy, without state. */
  core(policy: LimitPolicy): LimiterCore {
    let core = this.#cores.get(policy)
    if (core === undefined) this.#cores.set(policy, (core = limiterNamed(policy.algorithm).core(policy)))
    return core
  }

  /** The first counters and pools, for the picture. */
  inspect(now: Nanos, most = 40) {
    const counters = [...this.#entries].slice(0, most).map(([subject, { policy, core, state }]) => {
      return { subject, policy: policyName(policy), bytes: core.bytes(state), ...core.inspect(state, now) }
    })
    const pools = [...this.#pools]
      .slice(0, most)
      .map(([subject, { pool }]) => ({ subject, ...pool.inspect(now) }))
    return { size: this.size, counters, pools }
  }

  #decide({ subject, policy, cost }: Charge, now: Nanos, commit: boolean): Decision {
    const { core, state } = this.#entry(subject, policy, now)
    const before = core.bytes(state)
    core.decide(state, now, cost, this.#decision, commit)
    this.#bytes += core.bytes(state) - before
    return this.#decision
  }

  #entry(subject: string, policy: LimitPolicy, now: Nanos): Entry {
    const entry = this.#entries.get(subject)
    if (entry !== undefined && entry.policy === policy) return entry
    this.write(subject, policy, this.#initial(this.core(policy), now))
    return this.#entries.get(subject)!
  }

  #initial(core: LimiterCore, now: Nanos): LimiterState {
    if (this.forgotAt === null || !this.#hasForgotten(core, now)) return core.initial(now)
    const state = core.initial(this.forgotAt)
    core.decide(state, this.forgotAt, core.capacity, this.#decision, true)
    return state
  }

  /** Whether what was lost would still count. */
  #hasForgotten(core: LimiterCore, now: Nanos): boolean {
    return this.forgotAt !== null && now - this.forgotAt < core.fullAfterNanos
  }
}

function policyName({ algorithm, limit, windowNanos, burst }: LimitPolicy): string {
  return `${algorithm}/${limit}/${windowNanos}/${burst}`
}
