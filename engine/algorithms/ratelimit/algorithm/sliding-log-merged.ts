import type { LimiterSpec } from '../limiter.ts'
import { SlidingLogCore } from '../sliding-log-core.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'

/**
 * The sliding log gone wrong: requests are members of a set named by their timestamps, so two that come within
 * a digit of each other (0.1 ms) count once (and a costly one counts once as well). A client that sends in bursts passes the limit.
 * Paper: none; a widespread script for sorted sets does this. Compare: sliding log, which counts per timestamp.
 * Cost: as the sliding log. Invariant: none worth the name: only the distinct timestamps are at most `limit`.
 */
export const limiter: LimiterSpec = {
  name: 'sliding-log-merged',
  title: 'Sliding log keyed by time (wrong)',
  summary:
    'Stores requests in a set by timestamp: those that share one are counted once, so bursts slip through.',
  sound: false,
  usesBurst: false,
  shapes: false,
  core: (options) => new SlidingLogCore(options, true),
  create: (options, now) => new StatefulLimiter(new SlidingLogCore(options, true), now),
}
