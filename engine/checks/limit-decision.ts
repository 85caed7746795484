import type { Nanos } from '../lib/units.ts'

/** The fact `limit-decision`: somebody was admitted or turned away by a rate limiter. Valid during the fact only; its policy stays. */
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
  /** Turned away because a crash has lost what was used, and everything is taken to have been: by design, for everybody. */
  byForgotten: boolean
}

/** Whether two limits promise the same. */
export function sameLimit(p: LimitDecision['policy'], q: LimitDecision['policy']): boolean {
  if (p === q) return true
  return (
    p.algorithm === q.algorithm &&
    p.limit === q.limit &&
    p.windowNanos === q.windowNanos &&
    p.burst === q.burst
  )
}

/** One line of a violation. */
export function inWords({
  client,
  cost,
  allowed,
  atNanos,
  policy,
}: Pick<LimitDecision, 'client' | 'cost' | 'allowed' | 'atNanos' | 'policy'>): string {
  const what = cost === 1 ? 'a request' : `${cost} requests`
  return `${(atNanos / 1e9).toFixed(3)} s: client ${client} asked for ${what}; ${policy.algorithm} ${allowed ? 'admitted' : 'rejected'} it`
}
