import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import { SlicedSum } from './sliced-sum.ts'

export interface CircuitBreakerOptions {
  /** Failures are counted over about this long. */
  readonly windowNanos: Nanos
  /** Fewer calls than this in the window say nothing. */
  readonly callsMin: number
  /** Opens when at least this percentage of the calls failed. */
  readonly failurePercent: number
  /** How long it stays open before it tries again. */
  readonly openNanos: Nanos
  /** Calls let through on trial; it closes when all of them succeed. */
  readonly trialCalls: number
}

export type CircuitState = 'closed' | 'open' | 'half-open'

/** No permit: the call is not to be made. */
export const REFUSED = -1

/**
 * Circuit breaker: stops calling what keeps failing, and after a while lets a few calls through on trial.
 * Each call gets a permit and reports with it; permits of an earlier state are void, so that a late answer from before
 * an outage neither closes nor opens anything.
 * Paper: Nygard, "Release It!" (2007), chapter 5. Compare: retry budget (bounds retries, never first attempts),
 * load shedding at the server. Cost: O(1), twenty counters.
 * Invariant: while open no call is let through; half-open at most `trialCalls` are, every `openNanos`.
 */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions
  readonly #calls: SlicedSum
  readonly #failures: SlicedSum
  #state: CircuitState = 'closed'
  #permit = 0
  #sinceNanos: Nanos = 0
  #trialsStarted = 0
  #trialsSucceeded = 0

  constructor(options: CircuitBreakerOptions) {
    const { callsMin, failurePercent, openNanos, trialCalls } = options
    assert(Number.isInteger(callsMin) && callsMin >= 1, 'callsMin is a positive integer')
    assert(failurePercent > 0 && failurePercent <= 100, 'failurePercent is above 0 and at most 100')
    assert(openNanos >= 1, 'openNanos is positive')
    assert(Number.isInteger(trialCalls) && trialCalls >= 1, 'trialCalls is a positive integer')
    this.#options = options
    this.#calls = new SlicedSum(options)
    this.#failures = new SlicedSum(options)
  }

  /** Asks to make a call: a permit to report with, or `REFUSED`. */
  enter(now: Nanos): number {
    if (this.#state === 'closed') return this.#permit
    // trials that never report must not keep it half-open for ever
    if (now - this.#sinceNanos >= this.#options.openNanos) this.#turn('half-open', now)
    if (this.#state === 'open' || this.#trialsStarted >= this.#options.trialCalls) return REFUSED
    this.#trialsStarted += 1
    return this.#permit
  }

  /** Reports how a permitted call ended; the permits of an earlier state are ignored. */
  report(now: Nanos, permit: number, succeeded: boolean): void {
    if (permit !== this.#permit) return
    if (this.#state === 'half-open') this.#reportTrial(now, succeeded)
    else this.#reportClosed(now, succeeded)
  }

  /** A permitted call was cancelled and says nothing about the other side; a trial may be made in its place. */
  cancel(permit: number): void {
    if (permit === this.#permit && this.#state === 'half-open') this.#trialsStarted -= 1
  }

  /** What the next call would meet; an open breaker that is due for trial counts as half-open. */
  stateAt(now: Nanos): CircuitState {
    const due = this.#state === 'open' && now - this.#sinceNanos >= this.#options.openNanos
    return due ? 'half-open' : this.#state
  }

  inspect(now: Nanos) {
    const calls = this.#calls.peek(now)
    const failures = this.#failures.peek(now)
    return {
      state: this.stateAt(now),
      sinceNanos: this.#sinceNanos,
      calls,
      failures,
      failurePercent: calls === 0 ? 0 : (100 * failures) / calls,
      trialsStarted: this.#trialsStarted,
    }
  }

  #reportTrial(now: Nanos, succeeded: boolean): void {
    if (!succeeded) {
      this.#turn('open', now)
      return
    }
    this.#trialsSucceeded += 1
    if (this.#trialsSucceeded === this.#options.trialCalls) this.#turn('closed', now)
  }

  #reportClosed(now: Nanos, succeeded: boolean): void {
    this.#calls.add(now, 1)
    if (!succeeded) this.#failures.add(now, 1)
    const calls = this.#calls.sum(now)
    const failures = this.#failures.sum(now)
    if (calls < this.#options.callsMin) return
    if (failures * 100 >= calls * this.#options.failurePercent) this.#turn('open', now)
  }

  #turn(state: CircuitState, now: Nanos): void {
    this.#state = state
    this.#permit += 1
    this.#sinceNanos = now
    this.#trialsStarted = 0
    this.#trialsSucceeded = 0
    this.#calls.clear()
    this.#failures.clear()
  }
}
