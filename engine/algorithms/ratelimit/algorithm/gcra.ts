import type { Nanos } from '../../../lib/units.ts'
import type { Decision, LimiterCore, LimiterOptions, LimiterSpec } from '../limiter.ts'
import { StatefulLimiter } from '../stateful-limiter.ts'
import { VirtualSchedule } from '../virtual-schedule.ts'
import type { ScheduleState } from '../virtual-schedule.ts'

/**
 * Generic cell rate algorithm: keeps only the theoretical arrival time (TAT), at which the next request would be
 * exactly on schedule, and admits a request that is early by no more than the burst tolerance.
 * Paper: ITU-T I.371 annex A; ATM Forum Traffic Management 4.1 section 4.4.2. Compare: token bucket (same decisions).
 * Cost: O(1) time, 16 bytes, the least of all. Invariant: TAT − now <= burst × interval.
 */
export class GcraCore implements LimiterCore<ScheduleState> {
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
    this.#schedule.decide(state, now, cost, decision, commit)
    decision.delayNanos = 0
  }

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
      theoreticalArrivalNanos: Math.max(state.busyUntilNanos, now),
      earlyByNanos: Math.max(0, state.busyUntilNanos - now),
      toleranceNanos: this.#schedule.fullAfterNanos,
      remaining: this.capacity - this.#schedule.backlog(state, now),
      capacity: this.capacity,
    }
  }
}

export const limiter: LimiterSpec = {
  name: 'gcra',
  title: 'GCRA',
  summary: 'One timestamp a client: a request may come ahead of its schedule by at most the burst tolerance.',
  sound: true,
  usesBurst: true,
  shapes: false,
  core: (options) => new GcraCore(options),
  create: (options, now) => new StatefulLimiter(new GcraCore(options), now),
}
