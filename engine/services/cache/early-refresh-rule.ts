import type { CachedUntil, EarlyRefresh } from '../../algorithms/cache/early-refresh.ts'
import { LinearEarlyRefresh } from '../../algorithms/cache/linear-early-refresh.ts'
import { XFetch } from '../../algorithms/cache/xfetch.ts'
import type { Nanos } from '../../lib/units.ts'
import { choice, number } from '../../schema/parameter.ts'

/** Whoever loads decides on refreshing early: the cache that reads through, or the server in front of a plain one. */
export const EARLY_REFRESH_PARAMS = {
  earlyRefresh: choice({
    title: 'Early refresh',
    doc: 'Whether a reader refreshes an entry in the background before it expires.',
    default: 'none',
    options: {
      none: 'None',
      xfetch: 'XFetch',
      linear: 'Linear in age (wrong)',
    },
  }),
  beta: number({
    title: 'Eagerness',
    doc: 'XFetch’s beta: above 1 refreshes earlier, below 1 later.',
    default: 1,
    min: 0.01,
    max: 100,
    unit: '',
  }),
} as const

/** The rule of that name; null for none. */
export function earlyRefreshRule(name: 'none' | 'xfetch' | 'linear', beta: number): EarlyRefresh | null {
  if (name === 'none') return null
  return name === 'xfetch' ? new XFetch({ beta }) : new LinearEarlyRefresh({ chanceAtExpiry: 1 })
}

/** The fact `early-refresh`: a reader refreshes an entry that has not expired, because the rule says so. */
export interface EarlyRefreshFact extends CachedUntil {
  key: number
  atNanos: Nanos
}

export function earlyRefreshOf(entry: CachedUntil & { key: number }, atNanos: Nanos): EarlyRefreshFact {
  const { key, storedAt, expiresAt, recomputeNanos } = entry
  return { key, storedAt, expiresAt, recomputeNanos, atNanos }
}
