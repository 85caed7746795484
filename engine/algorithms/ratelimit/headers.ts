import { SECOND } from '../../lib/units.ts'
import type { Nanos } from '../../lib/units.ts'
import type { Decision, LimiterOptions } from './limiter.ts'

/**
 * `separate`: RateLimit-Limit, -Remaining, -Reset and -Policy (draft-ietf-httpapi-ratelimit-headers-06);
 * `structured`: RateLimit and RateLimit-Policy (draft 08 and later); `legacy`: X-RateLimit-*, with the reset as a date.
 */
export type HeaderStyle = 'separate' | 'structured' | 'legacy'

/** Whole seconds, rounded up: a client that waits as long as it was told is never early. */
const secondsUp = (nanos: Nanos): number => Math.ceil(nanos / SECOND)

/**
 * The response headers that tell a client where it stands, and on a rejection when to come back (Retry-After,
 * RFC 9110 section 10.2.3, as delay seconds; left out when the request can never be admitted).
 * Paper: draft-ietf-httpapi-ratelimit-headers. Compare: a bare 429, which leaves clients guessing.
 * Cost: O(1), allocates the headers. Invariant: no duration in a header is shorter than the decision's.
 * @param epochNanos the simulated date, needed by `legacy` only: seconds since 1970 at the run's time zero, in nanoseconds.
 */
export function rateLimitHeaders(
  decision: Readonly<Decision>,
  options: LimiterOptions,
  style: HeaderStyle = 'separate',
  now: Nanos = 0,
  epochNanos: Nanos = 0,
): Record<string, string> {
  const headers = FIELDS[style](decision, options, now + epochNanos)
  if (!decision.allowed && decision.retryAfterNanos !== Infinity) {
    headers['Retry-After'] = String(secondsUp(decision.retryAfterNanos))
  }
  return headers
}

type Fields = (decision: Readonly<Decision>, options: LimiterOptions, date: Nanos) => Record<string, string>

const FIELDS: Record<HeaderStyle, Fields> = {
  separate: (decision, options) => ({
    'RateLimit-Limit': String(decision.limit),
    'RateLimit-Remaining': String(decision.remaining),
    'RateLimit-Reset': String(secondsUp(decision.resetAfterNanos)),
    'RateLimit-Policy': `${options.limit};w=${secondsUp(options.windowNanos)}`,
  }),
  structured: (decision, options) => ({
    'RateLimit-Policy': `"default";q=${options.limit};w=${secondsUp(options.windowNanos)}`,
    RateLimit: `"default";r=${decision.remaining};t=${secondsUp(decision.resetAfterNanos)}`,
  }),
  legacy: (decision, _options, date) => ({
    'X-RateLimit-Limit': String(decision.limit),
    'X-RateLimit-Remaining': String(decision.remaining),
    'X-RateLimit-Reset': String(secondsUp(date + decision.resetAfterNanos)),
  }),
}
