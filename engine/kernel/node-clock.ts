import type { Nanos } from '../lib/units.ts'

/**
 * A node's own clock: simulated time plus an offset plus a drift. It never runs backwards, as a disciplined system clock
 * does not: when it is set back it stands still until it has been caught up with.
 */
export class NodeClock {
  offsetNanos: Nanos = 0
  driftPpm = 0
  #driftSince: Nanos = 0
  #latest: Nanos = 0

  /** The local time at the simulated instant `now`. */
  read(now: Nanos): Nanos {
    const local = now + this.offsetNanos + Math.floor(((now - this.#driftSince) * this.driftPpm) / 1_000_000)
    if (local > this.#latest) this.#latest = local
    return this.#latest
  }

  /** Sets how far it is off and how fast it runs away from true time, in parts per million. */
  skew(now: Nanos, offsetNanos: Nanos, driftPpm: number): void {
    this.offsetNanos = offsetNanos
    this.driftPpm = driftPpm
    this.#driftSince = now
  }
}
