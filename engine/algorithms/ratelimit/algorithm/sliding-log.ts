import type { LimiterSpec } from '../limiter.ts'
import { SlidingLogCore } from '../sliding-log-core.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'

/**
 * Sliding log: remembers when each admitted request came and counts those of the last window. Exact, and the memory
 * grows with the limit.
 * Paper: none; folklore. Compare: sliding counter, fixed window. Cost: amortised O(1) time, O(limit) bytes a client.
 * Invariant: no window (t − window, t], wherever it lies, holds more than `limit`.
 */
export const limiter: LimiterSpec = {
  name: 'sliding-log',
  title: 'Sliding log',
  summary: 'A timestamp for every admitted request: exact in any window, at the price of memory.',
  sound: true,
  usesBurst: false,
  shapes: false,
  core: (options) => new SlidingLogCore(options),
  create: (options, now) => new StatefulLimiter(new SlidingLogCore(options), now),
}
