import type { Nanos } from '../engine/lib/units.ts'

const NANOS_A_MILLI = 1_000_000
/** Wall time that may be caught up; what is missed beyond it stays missed, so that a slow engine or a stalled tab never causes a backlog. */
const CATCH_UP_MS = 50
/** The pace shown is the mean over about so long. */
const SHOWN_OVER_MS = 1_000

interface Sample {
  wallMs: number
  nanos: Nanos
}

/** Turns wall time into the simulated instant that should have been reached by now, and says what pace really is. */
export class Pace {
  speed = 1
  #anchor: Sample = { wallMs: 0, nanos: 0 }
  #samples: Sample[] = []

  /** Begins anew from here, at so many simulated seconds a second. */
  begin(wallMs: number, nanos: Nanos, speed: number): void {
    this.speed = speed
    this.#anchor = { wallMs, nanos }
    this.#samples = [{ wallMs, nanos }]
  }

  /** The instant to run to. Falls back to what is possible when the engine cannot keep up. */
  target(wallMs: number, reached: Nanos): Nanos {
    if (this.speed === Infinity) return Infinity
    const wanted =
      this.#anchor.nanos + Math.floor((wallMs - this.#anchor.wallMs) * this.speed * NANOS_A_MILLI)
    const latest = reached + Math.ceil(CATCH_UP_MS * this.speed * NANOS_A_MILLI)
    if (wanted <= latest) return wanted
    this.#anchor = { wallMs, nanos: latest }
    return latest
  }

  /** Notes how far it has come; call it once a frame. */
  sample(wallMs: number, nanos: Nanos): void {
    this.#samples.push({ wallMs, nanos })
    while (this.#samples.length > 2 && wallMs - this.#samples[1].wallMs >= SHOWN_OVER_MS)
      this.#samples.shift()
  }

  /** Simulated seconds a second, lately. */
  reached(): number {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.wallMs <= first.wallMs) return 0
    return (last.nanos - first.nanos) / ((last.wallMs - first.wallMs) * NANOS_A_MILLI)
  }
}
