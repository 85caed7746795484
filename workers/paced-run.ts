import type { Nanos } from '../engine/lib/units.ts'
import { describeUpcoming } from '../engine/run/describe-event.ts'
import type { World } from '../engine/run/world.ts'
import { InputError } from '../engine/schema/input-error.ts'
import type { Action, Command } from '../engine/schema/document.ts'
import type { Done, Refused } from './api.ts'

import { Pace } from './pace.ts'

/** A turn of the loop takes no longer than this, so that commands are heard. */
export const SLICE_MS = 8
/** While nobody looks and every command waits, only another `open` must be heard. */
export const UNSEEN_SLICE_MS = 50
/** While it waits for the wall clock it looks up this often. */
const NAP_MS = 8
/** Lanes are brought from instant to common instant; getting from one to the next should take about so long. */
const HOP_MS = 2
const LONGEST_HOP: Nanos = 10_000_000_000

type Acted = Omit<Done, 'kinds'>

export interface PacedRunOptions {
  worlds: readonly World[]
  /** Milliseconds of a clock that only moves forward. */
  clock: () => number
  /** Commands to be done again when their time comes, in time order. */
  log?: readonly Command[]
  /** Commands of a scenario: done when their time comes, whatever a person does meanwhile. */
  script?: readonly Command[]
  /** Events between two looks at the clock. */
  batch?: number
}

/**
 * Moves the lanes of a run on together: as fast as the wall clock and the speed say, or flat out, in slices that are short enough
 * to stay answerable. How the run is cut into slices has no influence on what happens in it.
 */
export class PacedRun {
  readonly worlds: readonly World[]
  readonly pace = new Pace()
  playing = false
  /** What went wrong inside the engine, as a sentence; the run then stands still for good. */
  crashed: string | null = null
  readonly #clock: () => number
  readonly #batch: number
  #script: readonly Command[]
  readonly #keepsScript: boolean
  #stopAt: Nanos = Infinity
  #goal: Nanos = 0
  #hop: Nanos = 1_000_000

  constructor({ worlds, clock, log = [], script, batch = 500 }: PacedRunOptions) {
    this.worlds = worlds
    this.#clock = clock
    this.#batch = batch
    this.#script = script ?? log
    this.#keepsScript = script !== undefined
    this.pace.begin(clock(), 0, 1)
  }

  /** What all lanes have reached. */
  get now(): Nanos {
    return Math.min(...this.worlds.map((world) => world.now))
  }

  /** Runs at `speed` simulated seconds a second (Infinity: flat out), up to `until` at most; there it pauses. */
  play(speed: number, until: Nanos = Infinity): void {
    if (this.crashed !== null) return
    const due = this.#script[0]?.atNanos ?? Infinity
    this.playing = this.now < until || due <= until
    this.#stopAt = until
    this.pace.begin(this.#clock(), this.now, speed)
  }

  /** Stops at an instant that all lanes have reached. */
  pause(): void {
    this.playing = false
    this.#stopAt = Infinity
    this.#guarded(() => this.#align(), undefined)
  }

  /** One slice. Milliseconds until there is more to do: 0 is at once, Infinity is not before something is asked for. */
  turn(sliceMs = SLICE_MS): number {
    return this.#guarded(() => this.#slice(sliceMs), Infinity)
  }

  /** Does `action` in one lane or in all, at one and the same instant, which all lanes are brought to first. */
  act(action: Action, lane?: number): Acted | Refused {
    if (this.crashed !== null) return { ok: false, message: `${this.crashed} Restart it to go on.` }
    const chosen = lane === undefined ? this.worlds : this.worlds.slice(lane, lane + 1)
    if (chosen.length === 0) return { ok: false, message: `There is no lane ${lane} in this run.` }
    return this.#guarded(() => this.#actOn(chosen, action), { ok: false, message: 'The engine failed.' })
  }

  /** Fires the single next event of whichever lane comes first, and says what it was. */
  step(): string {
    this.pause()
    return this.#guarded(() => this.#step(), '')
  }

  #slice(sliceMs: number): number {
    if (!this.playing) return Infinity
    const began = this.#clock()
    const end = began + sliceMs
    const target = this.pace.target(began, this.now)
    while (this.#reachGoal(end)) {
      this.#doScript()
      const { now } = this
      if (now >= this.#stopAt) {
        this.pause()
        return Infinity
      }
      if (now >= target) return NAP_MS
      if (this.#clock() >= end) return 0
      const next = this.#script[0]?.atNanos ?? Infinity
      this.#goal = Math.max(now, Math.min(target, this.#stopAt, next, now + this.#hop))
    }
    return 0
  }

  /** Brings every lane to the goal; false when time was up before. Hops grow and shrink to take about HOP_MS. */
  #reachGoal(end: number): boolean {
    const began = this.#clock()
    for (const world of this.worlds) {
      while (world.now < this.#goal && !world.runUntil(this.#goal, this.#batch)) {
        if (this.#clock() >= end) {
          this.#hop = Math.max(1, Math.floor(this.#hop / 2))
          return false
        }
      }
    }
    const took = this.#clock() - began
    if (took < HOP_MS / 2) this.#hop = Math.min(LONGEST_HOP, this.#hop * 2)
    else if (took > HOP_MS * 2) this.#hop = Math.max(1, Math.floor(this.#hop / 2))
    return true
  }

  /** Lanes are at most one hop apart, so this takes milliseconds. */
  #align(): void {
    const furthest = Math.max(...this.worlds.map((world) => world.now))
    this.#goal = furthest
    for (const world of this.worlds) world.runUntil(furthest)
  }

  #doScript(): void {
    while (this.#script.length > 0 && this.#script[0].atNanos <= this.now) {
      const [{ action }] = this.#script
      this.#script = this.#script.slice(1)
      for (const world of this.worlds) actIfPossible(world, action)
    }
  }

  #actOn(chosen: readonly World[], action: Action): Acted | Refused {
    if (!this.#keepsScript) this.#script = [] // from here on it is another history
    this.#align()
    let done: Command | null = null
    let refusal = ''
    for (const world of chosen) {
      try {
        done = world.act(action)
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        refusal = error.message
      }
    }
    return done === null ? { ok: false, message: refusal } : { ok: true, command: done }
  }

  #step(): string {
    const nextOf = (world: World) => world.parts.kernel.scheduler.nextTime()
    const first = this.worlds.reduce((a, b) => (nextOf(b) < nextOf(a) ? b : a))
    let what: string | null = null
    const { scheduler } = first.parts.kernel
    if (!first.step(() => (what = describeUpcoming(scheduler) ?? what))) return 'Nothing is left to happen.'
    for (const world of this.worlds) if (nextOf(world) > first.now) world.runUntil(first.now)
    this.#goal = first.now
    return what ?? 'An event has happened.'
  }

  /** An exception of the engine ends the run, not the page. */
  #guarded<Result>(work: () => Result, otherwise: Result): Result {
    try {
      return work()
    } catch (error) {
      const seconds = (this.now / 1e9).toFixed(3)
      const reason = error instanceof Error ? error.message : String(error)
      this.crashed = `The engine failed at ${seconds} s of simulated time: ${reason}.`
      this.playing = false
      return otherwise
    }
  }
}

/** A command of a log may be refused where another version, or another hand, wrote it: the run goes on, and its digest will tell. */
function actIfPossible(world: World, action: Action): void {
  try {
    world.act(action)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
  }
}
