import { assert } from '../../lib/assert.ts'
import type { LimiterOptions } from './limiter.ts'

/** Limits and bursts above this are refused: up to here all rate arithmetic is exact (see exact-rate.ts). */
export const LIMIT_MAX = 67_108_864

const isCount = (value: number) => Number.isInteger(value) && value >= 1 && value <= LIMIT_MAX

/** Throws one clear sentence when the options of a limiter are out of range. */
export function assertLimiterOptions(options: LimiterOptions): void {
  const { limit, windowNanos, burst = limit } = options
  assert(isCount(limit), 'limit is an integer from 1 to 67,108,864 requests')
  assert(isCount(burst), 'burst is an integer from 1 to 67,108,864 requests')
  assert(Number.isSafeInteger(windowNanos) && windowNanos >= 1, 'windowNanos is a positive integer')
  assert(windowNanos * 2 <= Number.MAX_SAFE_INTEGER, 'windowNanos is at most 52 days')
  assert((burst / limit) * windowNanos <= Number.MAX_SAFE_INTEGER / 2, 'a burst refills within 52 days')
}
