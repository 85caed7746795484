import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'

/** Judges one other node by its heartbeats. `now` must not run backwards. */
export interface FailureDetector {
  /** Notes a sign of life. */
  heartbeat(now: Nanos): void
  /** Whether the node is to be taken for dead. May be wrong: slow and dead look the same for a while. */
  suspects(now: Nanos): boolean
  /** Time since the last sign of life. */
  silentNanos(now: Nanos): Nanos
}

/**
 * Suspects a node that has been silent for a fixed time.
 * Paper: Chandra and Toueg, "Unreliable failure detectors for reliable distributed systems" (1996): eventually perfect
 * when delays are bounded, though the bound be unknown. Compare: phi-accrual (learns how regular the heartbeats are).
 * Cost: O(1) time and space. Invariant: a node is suspected exactly when its last sign of life is older than the timeout.
 */
export class HeartbeatDetector implements FailureDetector {
  readonly #timeoutNanos: Nanos
  #lastAt: Nanos

  /** The watched node is given a whole timeout from `now` on. */
  constructor(options: { readonly timeoutNanos: Nanos }, now: Nanos) {
    assert(options.timeoutNanos > 0, 'the timeout of a failure detector is positive')
    this.#timeoutNanos = options.timeoutNanos
    this.#lastAt = now
  }

  heartbeat(now: Nanos): void {
    if (now > this.#lastAt) this.#lastAt = now
  }

  suspects(now: Nanos): boolean {
    return this.silentNanos(now) > this.#timeoutNanos
  }

  silentNanos(now: Nanos): Nanos {
    return now - this.#lastAt
  }

  /** What the view draws. Reads only. */
  inspect(now: Nanos) {
    return { silentNanos: this.silentNanos(now), suspected: this.suspects(now) } as const
  }
}
