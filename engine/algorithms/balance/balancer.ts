import type { RandomStream } from '../../lib/random.ts'
import type { Nanos } from '../../lib/units.ts'

/** What a balancer may know about a candidate. The caller keeps `inFlight` and `available`, without telling. */
export interface BalancerMember {
  /** A small integer that stays the member's while others come and go. */
  readonly id: number
  /** Capacity relative to the others: a positive number. */
  readonly weight: number
  /** Requests sent to it and not yet answered. */
  readonly inFlight: number
  /** False keeps it out of every pick (crashed, draining, ejected). */
  readonly available: boolean
}

/** What a balancer is built with; each takes what concerns it. */
export interface BalancerOptions {
  /** How long a member's past latencies matter; default 10 s. */
  readonly decayNanos?: Nanos
}

/** Chooses where a request goes. */
export interface Balancer {
  /**
   * The position in `members` of the one to send to; −1 when none is available. `keyHash` (32 bits) matters to
   * balancers that keep a key on a member, `stream` to those that draw.
   */
  pick(now: Nanos, members: readonly BalancerMember[], keyHash: number, stream: RandomStream): number
  /** Tells how long a member took to answer; most do not care. */
  observe(now: Nanos, id: number, latencyNanos: Nanos): void
  inspect(now: Nanos): Record<string, number | readonly number[]>
}

/** One balancer of the catalogue: adding one is adding a file in `algorithm/` that exports `balancer`. */
export interface BalancerSpec {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly usesWeights: boolean
  /** Whether requests with one key stay on one member. */
  readonly usesKeys: boolean
  create(options?: BalancerOptions): Balancer
}
