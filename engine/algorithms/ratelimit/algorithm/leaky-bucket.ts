import type { Nanos } from '../../../lib/units.ts'
import type { Decision, LimiterCore, LimiterOptions, LimiterSpec } from '../limiter.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'
import { VirtualSchedule } from '../virtual-schedule.ts'
import type { ScheduleState } from '../virtual-schedule.ts'

/**
 * Leaky bucket as a queue: requests leave at limit/window and no faster; `burst` of them fit in the bucket (the one
 * that leaves at once included), the next spills over. An admitted request must be held for `delayNanos`.
 * Paper: Turner, "New directions in communications" (1986). Compare: leaky meter and token bucket, which admit the
 * same requests but let bursts through. Cost: O(1) time, 16 bytes (the queue itself is the caller's).
 * Invariant: departures are at least window/limit apart (each rounded up to a nanosecond).
 */
export class LeakyBucketCore implements LimiterCore<ScheduleState> {
  readonly capacity: number
  readonly fullAfterNanos: Nanos
  readonly #schedule: VirtualSchedule

  constructor(options: LimiterOptions) {
    this.#schedule = new VirtualSchedule(options)
    this.capacity = this.#schedule.capacity
    this.fullAfterNanos = this.#schedule.fullAfterNanos
  }

  initial(now: Nanos): ScheduleState {
    return this.#schedule.initial(now)
  }

  decide(state: ScheduleState, now: Nanos, cost: number, decision: Decision, commit: boolean): void {
    const waitNanos = this.#schedule.decide(state, now, cost, decision, commit)
    decision.delayNanos = decision.allowed ? waitNanos : 0
  }

  /** Sound only for the latest charge: later ones already have their departure times. */
  refund(state: ScheduleState, _now: Nanos, cost: number): void {
    this.#schedule.refund(state, cost)
  }

  copy(state: ScheduleState): ScheduleState {
    return { busyUntilNanos: state.busyUntilNanos, busyUntilShares: state.busyUntilShares }
  }

  bytes(): number {
    return 16
  }

  inspect(state: ScheduleState, now: Nanos) {
    return {
      queued: this.#schedule.backlog(state, now),
      capacity: this.capacity,
      nextDepartureNanos: Math.max(now, state.busyUntilNanos + (state.busyUntilShares > 0 ? 1 : 0)),
      leakPerSecond: (this.#schedule.rate.limit / this.#schedule.rate.windowNanos) * 1e9,
    }
  }
}

export const limiter: LimiterSpec = {
  name: 'leaky-bucket',
  title: 'Leaky bucket (queue)',
  summary: 'Requests queue and leave at a steady rate; when the queue is full the next is rejected.',
  sound: true,
  usesBurst: true,
  shapes: true,
  core: (options) => new LeakyBucketCore(options),
  create: (options, now) => new StatefulLimiter(new LeakyBucketCore(options), now),
}
