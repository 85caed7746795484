import type { Nanos } from '../../lib/units.ts'
import { ExactRate } from './exact-rate.ts'
import { assertLimiterOptions } from './limiter-options.ts'
import type { Decision, LimiterOptions } from './limiter.ts'

/** The instant up to which admitted requests have used the rate: whole nanoseconds and shares of 1/limit of one. */
export type ScheduleState = { busyUntilNanos: Nanos; busyUntilShares: number }

/**
 * Requests laid one after another on a time line, each as long as the rate gives it; how far the line runs ahead of
 * `now` is the backlog. GCRA rejects what would run more than a burst ahead; a leaky bucket also makes it wait.
 * Paper: ITU-T I.371 annex A (virtual scheduling algorithm). Compare: token bucket (counts tokens instead of time).
 * Cost: O(1) time, 16 bytes. Invariant: the line never runs more than burst × interval ahead of the latest now.
 */
export class VirtualSchedule {
  readonly capacity: number
  readonly fullAfterNanos: Nanos
  readonly rate: ExactRate
  readonly #burstNanos: Nanos
  readonly #burstShares: number

  constructor(options: LimiterOptions) {
    assertLimiterOptions(options)
    this.capacity = options.burst ?? options.limit
    this.rate = new ExactRate(options)
    this.#burstNanos = this.rate.intervalNanos(this.capacity)
    this.#burstShares = this.rate.intervalShares(this.capacity)
    this.fullAfterNanos = this.#burstNanos + (this.#burstShares > 0 ? 1 : 0)
  }

  initial(now: Nanos): ScheduleState {
    return { busyUntilNanos: now, busyUntilShares: 0 }
  }

  /** Fills `decision` but for its delay, and returns the backlog before this request, rounded up. */
  decide(state: ScheduleState, now: Nanos, cost: number, decision: Decision, commit: boolean): Nanos {
    const idle = state.busyUntilNanos < now
    const backlogNanos = idle ? 0 : state.busyUntilNanos - now
    const backlogShares = idle ? 0 : state.busyUntilShares
    let nextNanos = backlogNanos + this.rate.intervalNanos(cost)
    let nextShares = backlogShares + this.rate.intervalShares(cost)
    if (nextShares >= this.rate.limit) {
      nextShares -= this.rate.limit
      nextNanos += 1
    }
    const overNanos = nextNanos - this.#burstNanos
    const overShares = nextShares - this.#burstShares
    const allowed = overNanos < 0 || (overNanos === 0 && overShares <= 0)
    if (allowed && commit) {
      state.busyUntilNanos = now + nextNanos
      state.busyUntilShares = nextShares
    }
    decision.allowed = allowed
    decision.limit = this.capacity
    // shares never span a whole nanosecond, so rounding up needs only their sign
    const wait = overNanos + (overShares > 0 ? 1 : 0)
    decision.retryAfterNanos = allowed ? 0 : cost > this.capacity ? Infinity : wait
    this.#fillRoom(decision, allowed ? nextNanos : backlogNanos, allowed ? nextShares : backlogShares)
    return backlogNanos + (backlogShares > 0 ? 1 : 0)
  }

  refund(state: ScheduleState, cost: number): void {
    state.busyUntilNanos -= this.rate.intervalNanos(cost)
    state.busyUntilShares -= this.rate.intervalShares(cost)
    if (state.busyUntilShares >= 0) return
    state.busyUntilShares += this.rate.limit
    state.busyUntilNanos -= 1
  }

  /** The backlog in requests, for drawing. */
  backlog(state: ScheduleState, now: Nanos): number {
    const nanos = Math.max(0, state.busyUntilNanos - now + state.busyUntilShares / this.rate.limit)
    return (nanos / this.rate.windowNanos) * this.rate.limit
  }

  #fillRoom(decision: Decision, backlogNanos: Nanos, backlogShares: number): void {
    let roomNanos = this.#burstNanos - backlogNanos
    let roomShares = this.#burstShares - backlogShares
    if (roomShares < 0) {
      roomShares += this.rate.limit
      roomNanos -= 1
    }
    decision.remaining = roomNanos < 0 ? 0 : this.rate.earned(roomNanos, roomShares)
    decision.resetAfterNanos = backlogNanos + (backlogShares > 0 ? 1 : 0)
  }
}
