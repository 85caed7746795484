import type { Nanos } from '../lib/units.ts'

/** The fact `limit-decision`: somebody was admitted or turned away by a rate limiter. */
export interface LimitDecision {
  client: number
  cost: number
  policy: { algorithm: string; limit: number; windowNanos: Nanos; burst: number }
  /** Admissions above the promise that the placement owns up to (tokens on lease elsewhere). */
  slack: number
  allowed: boolean
  atNanos: Nanos
  /** Charged to counters for a request that was then turned away. */
  inVain: number
  /** Turned away for what others of its address or key have used: those share what they have. */
  byShared: boolean
}

/** Whether two decisions were taken under the same promise. */
export function sameLimit(a: LimitDecision, b: LimitDecision): boolean {
  const p = a.policy
  const q = b.policy
  if (p === q) return true
  return (
    p.algorithm === q.algorithm &&
    p.limit === q.limit &&
    p.windowNanos === q.windowNanos &&
    p.burst === q.burst
  )
}

/** One line of a violation. */
export function inWords({ client, cost, allowed, atNanos, policy }: LimitDecision): string {
  const what = cost === 1 ? 'a request' : `${cost} requests`
  return `${(atNanos / 1e9).toFixed(3)} s: client ${client} asked for ${what}; ${policy.algorithm} ${allowed ? 'admitted' : 'rejected'} it`
}
