import type { Nanos } from '../lib/units.ts'

/** One reason why a clock is wrong: a step, and a drift in parts per million from some instant on. */
export interface ClockError {
  readonly offsetNanos: Nanos
  readonly driftPpm: number
  readonly since: Nanos
}

/**
 * A node's own clock: simulated time plus its errors. It never runs backwards, as a disciplined system clock
 * does not: when it is set back it stands still until it has been caught up with. Reading it changes nothing.
 */
export class NodeClock {
  readonly #errors = new Set<ClockError>()
  /** What it showed when its errors changed last. */
  #floor: Nanos = 0
  /** What errors that have been taken back had drifted. */
  #drifted: Nanos = 0

  /** The local time at the simulated instant `now`. */
  read(now: Nanos): Nanos {
    if (this.#errors.size === 0) return now > this.#floor ? now : this.#floor
    let local = now
    for (const error of this.#errors) {
      local += error.offsetNanos + drift(error, now)
    }
    return Math.max(local, this.#floor)
  }

  /**
   * What the node measures how long something takes with: it runs as fast or slow as the clock, and is never set (Linux calls it
   * `CLOCK_MONOTONIC`). Only differences between its readings mean something.
   */
  monotonic(now: Nanos): Nanos {
    let local = now + this.#drifted
    if (this.#errors.size === 0) return local // nearly always, and to walk over nothing costs an object
    for (const error of this.#errors) local += drift(error, now)
    return local
  }

  /** Makes it wrong from `now` on; the returned function takes this error back, with what it has drifted by then. */
  skew(now: Nanos, offsetNanos: Nanos, driftPpm: number): (now: Nanos) => void {
    const error: ClockError = { offsetNanos, driftPpm, since: now }
    this.#floor = this.read(now)
    this.#errors.add(error)
    return (later) => {
      this.#floor = this.read(later)
      this.#drifted += drift(error, later)
      this.#errors.delete(error)
    }
  }
}

function drift({ driftPpm, since }: ClockError, now: Nanos): Nanos {
  return Math.floor(((now - since) * driftPpm) / 1_000_000)
}
