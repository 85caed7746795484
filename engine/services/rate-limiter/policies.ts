import { s } from '../../lib/units.ts'
import type { Call } from '../define-service.ts'
import { policyOf, type Charge } from '../limiter-store/protocol.ts'

/** Requests per hour of the plans. */
const PLAN_LIMITS = { free: 100, basic: 1_000, premium: 10_000 } as const
/** Requests per minute of each dimension. */
const DIMENSION_LIMITS = { user: 1_000, key: 5_000, ip: 100, global: 50_000 } as const
/** So many users share an API key, and an address (a household, a proxy). */
const USERS_PER_KEY = 5
const USERS_PER_ADDRESS = 4

/** Arithmetic on buckets is exact for bursts that refill within so long, 52 days; larger ones are cut to it. */
const LONGEST_REFILL_NANOS = Math.floor(Number.MAX_SAFE_INTEGER / 2)

/** The parameters that say what a request is charged to. */
export interface LimitParams {
  readonly algorithm: string
  readonly subjects: 'client' | 'plan' | 'dimensions' | 'global'
  readonly limit: number
  readonly windowSeconds: number
  readonly burst: number
  readonly basicFrom: number
  readonly premiumFrom: number
}

/** The counters that a request is charged to; the client's own, or the tightest, comes first. */
export function chargesOf(call: Call, params: LimitParams): Charge[] {
  const { algorithm } = params
  const charge = (
    subject: string,
    limit: number,
    windowSeconds: number,
    wished = limit,
    shared = false,
  ): Charge => {
    const windowNanos = s(windowSeconds)
    const burst = Math.max(1, Math.min(wished, Math.floor((limit * LONGEST_REFILL_NANOS) / windowNanos)))
    return { subject, policy: policyOf(algorithm, limit, windowNanos, burst), cost: call.cost, shared }
  }
  const ofSome = (subject: string, limit: number) => charge(subject, limit, 60, limit, true)
  switch (params.subjects) {
    case 'client':
      return [charge(`user:${call.client}`, params.limit, params.windowSeconds, params.burst)]
    case 'global':
      return [charge('all', params.limit, params.windowSeconds, params.burst)]
    case 'plan':
      return [charge(`user:${call.client}`, PLAN_LIMITS[planOf(call.client, params)], 3_600)]
    case 'dimensions':
      return [
        charge(`user:${call.client}`, DIMENSION_LIMITS.user, 60),
        ofSome(`key:${Math.floor(call.client / USERS_PER_KEY)}`, DIMENSION_LIMITS.key),
        ofSome(`ip:${Math.floor(call.client / USERS_PER_ADDRESS)}`, DIMENSION_LIMITS.ip),
        charge('all', DIMENSION_LIMITS.global, 60),
      ]
  }
}

function planOf(client: number, { basicFrom, premiumFrom }: LimitParams): keyof typeof PLAN_LIMITS {
  if (client >= premiumFrom) return 'premium'
  return client >= basicFrom ? 'basic' : 'free'
}
