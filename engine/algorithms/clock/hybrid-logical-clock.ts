import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/** A hybrid timestamp: close to physical time, and larger than that of everything known before it. */
export interface HybridTimestamp {
  /** The largest physical time heard of, in whole nanoseconds. */
  readonly physicalNanos: Nanos
  /** Tells events of the same physical part apart: 0 to 65,535. */
  readonly counter: number
}

/** The part of the clock that must survive a restart, or else timestamps could run backwards after one. */
export interface HybridClockState {
  physicalNanos: Nanos
  counter: number
}

/** Smaller than every timestamp that a clock gives out. */
export const ZERO_TIMESTAMP: HybridTimestamp = { physicalNanos: 0, counter: 0 }

const LARGEST_COUNTER = 65_535

/** Negative when `a` is earlier, positive when later, 0 when equal. Ties are for the caller to break, by replica. */
export function compareTimestamps(a: HybridTimestamp, b: HybridTimestamp): number {
  return a.physicalNanos === b.physicalNanos ? a.counter - b.counter : a.physicalNanos - b.physicalNanos
}

/**
 * Hybrid logical clock: timestamps that respect causality like Lamport's, yet stay within the clock error of physical
 * time, in constant space. A remote timestamp further ahead than `maxDriftNanos` is refused, so that one runaway
 * clock does not drag all others with it.
 * Paper: Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical physical clocks" (2014), figure 5; 16-bit counter.
 * Compare: Lamport clock (no relation to time), vector clock (sees concurrency, grows with replicas), wall clock.
 * Cost: O(1) time and space. Invariant: if e happened before f then stamp(e) < stamp(f); the physical part never runs
 * ahead of the largest physical clock heard of (but for one nanosecond per 65,536 events of the same nanosecond).
 */
export class HybridLogicalClock {
  readonly #maxDriftNanos: Nanos
  readonly #state: HybridClockState

  /** `maxDriftNanos` may be Infinity (accept all). `state` is durable: hand the same object to the clock's next life. */
  constructor(
    options: { readonly maxDriftNanos: Nanos },
    state: HybridClockState = { physicalNanos: 0, counter: 0 },
  ) {
    assert(options.maxDriftNanos >= 0, 'the accepted drift is not negative')
    this.#maxDriftNanos = options.maxDriftNanos
    this.#state = state
  }

  /** Timestamps a local event, or a message about to be sent. `now` is this node's own clock. */
  stamp(now: Nanos): HybridTimestamp {
    const state = this.#state
    if (now > state.physicalNanos) this.#set(now, 0)
    else this.#set(state.physicalNanos, state.counter + 1)
    return { physicalNanos: state.physicalNanos, counter: state.counter }
  }

  /** The largest timestamp given out or heard of. */
  latest(): HybridTimestamp {
    return { physicalNanos: this.#state.physicalNanos, counter: this.#state.counter }
  }

  /** Whether a remote timestamp is near enough to this node's clock to be believed. */
  accepts(now: Nanos, remote: HybridTimestamp): boolean {
    return remote.physicalNanos - now <= this.#maxDriftNanos
  }

  /**
   * Takes in the timestamp of a received message, which counts as an event of its own.
   * False, and nothing changes, when it is further ahead than the drift that is accepted.
   */
  observe(now: Nanos, remote: HybridTimestamp): boolean {
    if (!this.accepts(now, remote)) return false
    const { physicalNanos, counter } = this.#state
    const latest = Math.max(physicalNanos, remote.physicalNanos, now)
    if (latest === physicalNanos && latest === remote.physicalNanos) {
      this.#set(latest, Math.max(counter, remote.counter) + 1)
    } else if (latest === physicalNanos) this.#set(latest, counter + 1)
    else if (latest === remote.physicalNanos) this.#set(latest, remote.counter + 1)
    else this.#set(latest, 0)
    return true
  }

  /** How far the clock's physical part runs ahead of this node's own clock: nanoseconds, 0 when it does not. */
  aheadNanos(now: Nanos): Nanos {
    return Math.max(0, this.#state.physicalNanos - now)
  }

  /** What the view draws. Reads only. */
  inspect(now: Nanos) {
    return { ...this.#state, aheadNanos: this.aheadNanos(now) } as const
  }

  #set(physicalNanos: Nanos, counter: number): void {
    const spilled = counter > LARGEST_COUNTER
    this.#state.physicalNanos = spilled ? physicalNanos + 1 : physicalNanos
    this.#state.counter = spilled ? 0 : counter
  }
}
