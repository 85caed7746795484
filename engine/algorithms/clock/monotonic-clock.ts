import type { Nanos } from '../../lib/units.ts'

/**
 * Turns a wall clock that may be stepped back into elapsed time that never runs backwards, for timeouts and leases:
 * each reading adds how far the wall clock has moved since the last one, and a step back adds nothing.
 * Paper: none; it does in a program what POSIX calls CLOCK_MONOTONIC, with the wall clock as the only source.
 * Compare: reading the wall clock itself (a step back by 5 s would keep a dead leader's lease alive for 5 s more).
 * Cost: O(1). Invariant: readings never decrease; a step forward still counts, so a timeout may fire early, never twice.
 */
export class MonotonicClock {
  #elapsedNanos: Nanos = 0
  #lastNanos: Nanos | null = null

  /** Time since the first reading, in nanoseconds. `now` is the wall clock. */
  read(now: Nanos): Nanos {
    if (this.#lastNanos !== null && now > this.#lastNanos) this.#elapsedNanos += now - this.#lastNanos
    this.#lastNanos = now
    return this.#elapsedNanos
  }

  /** What `read(now)` would give, without reading: looking changes nothing. */
  peek(now: Nanos): Nanos {
    return this.#elapsedNanos + (this.#lastNanos === null ? 0 : Math.max(0, now - this.#lastNanos))
  }

  /** What the view draws. Reads only. */
  inspect() {
    return { elapsedNanos: this.#elapsedNanos } as const
  }
}
