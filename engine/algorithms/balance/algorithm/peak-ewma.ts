import { assert } from '../../../lib/assert.ts'
import { exp } from '../../../lib/math.ts'
import type { RandomStream } from '../../../lib/random.ts'
import { SECOND } from '../../../lib/units.ts'
import type { Nanos } from '../../../lib/units.ts'
import type { Balancer, BalancerMember, BalancerOptions, BalancerSpec } from '../balancer.ts'
import { drawAvailable } from '../draw-available.ts'

/** A member that has been sent something and has not answered yet is as bad as one that takes three days. */
const UNPROVEN_NANOS = 281_474_976_710_656

/**
 * Peak EWMA: of two members drawn, takes the one with the lower latency × (in flight + 1). The latency is a moving
 * average that jumps up to a peak at once and decays slowly, also while nothing is heard.
 * Paper: Finagle, PeakEwma (2014), after Eckner, "Algorithms for unevenly spaced time series" (2012).
 * Compare: power of two choices, which sees queues but not slowness. Cost: as two choices, and two exponentials.
 * Invariant: the average is at most the largest latency seen, and at least the latest one right after it was seen.
 */
export class PeakEwma implements Balancer {
  readonly #decayNanos: Nanos
  /** By member id: the average, and when it was true. */
  readonly #averageNanos: number[] = []
  readonly #observedAtNanos: Nanos[] = []

  constructor({ decayNanos = 10 * SECOND }: BalancerOptions = {}) {
    assert(decayNanos > 0, 'decayNanos is positive')
    this.#decayNanos = decayNanos
  }

  pick(now: Nanos, members: readonly BalancerMember[], _keyHash: number, stream: RandomStream): number {
    const first = drawAvailable(members, stream, -1)
    const second = drawAvailable(members, stream, first)
    if (second < 0) return first
    return this.#cost(now, members[second]) < this.#cost(now, members[first]) ? second : first
  }

  observe(now: Nanos, id: number, latencyNanos: Nanos): void {
    const average = this.averageNanos(now, id)
    const weight = this.#remembered(now, id)
    // `average` is the old one already decayed by `weight`
    this.#averageNanos[id] = latencyNanos > average ? latencyNanos : average + latencyNanos * (1 - weight)
    this.#observedAtNanos[id] = now
  }

  /** A member's moving average at an instant; 0 for one that was never heard of. */
  averageNanos(now: Nanos, id: number): number {
    return (this.#averageNanos[id] ?? 0) * this.#remembered(now, id)
  }

  inspect(now: Nanos) {
    return { averageNanos: Array.from(this.#averageNanos, (_, id) => this.averageNanos(now, id)) }
  }

  /** How much of the last average is left after the silence since. */
  #remembered(now: Nanos, id: number): number {
    return exp(-Math.max(0, now - (this.#observedAtNanos[id] ?? now)) / this.#decayNanos)
  }

  #cost(now: Nanos, { id, weight, inFlight }: BalancerMember): number {
    const average = this.averageNanos(now, id)
    if (average === 0 && inFlight > 0) return UNPROVEN_NANOS + inFlight
    return (average * (inFlight + 1)) / weight
  }
}

export const balancer: BalancerSpec = {
  name: 'peak-ewma',
  title: 'Peak EWMA',
  summary:
    'Of two drawn, the one with the lower recent latency × requests in flight; flees slow members fast.',
  usesWeights: true,
  usesKeys: false,
  create: (options) => new PeakEwma(options),
}
