import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import { EventQueue } from './event-queue.ts'

/** Something that events happen to. `identity` enters the digest, so it must be the same in every run of the same design. */
export interface Target {
  readonly identity: number
  fire(code: number, argument: number): void
}

/** Names one pending event, for `cancel`. Dead once the event has fired. */
export type EventHandle = number
export const NO_EVENT: EventHandle = -1

/**
 * The clock and the list of what happens next. Time is integer nanoseconds; ties fire in the order they were scheduled.
 * Events live in parallel arrays that are reused, so that scheduling allocates nothing once warm.
 */
export class Scheduler {
  now: Nanos = 0
  /** Events fired so far. */
  dispatched = 0

  readonly #queue = new EventQueue()
  readonly #targets: (Target | null)[] = []
  readonly #codes: number[] = []
  readonly #arguments: number[] = []
  readonly #free: number[] = []
  #digestA = 0x2545f491
  #digestB = 0x9e3779b9 | 0

  /** Events that have not fired yet, cancelled ones included. */
  get pending(): number {
    return this.#queue.size
  }

  /** Schedules `target.fire(code, argument)` at the instant `at`, which is not before now. */
  schedule(at: Nanos, target: Target, code: number, argument = 0): EventHandle {
    return this.after(at - this.now, target, code, argument)
  }

  /** Schedules `target.fire(code, argument)` for `delay` from now. Delays are small numbers, which engines pass without an allocation. */
  after(delay: Nanos, target: Target, code: number, argument = 0): EventHandle {
    assert(delay >= 0, 'time does not run backwards')
    const handle = this.#free.length > 0 ? this.#free.pop()! : this.#targets.length
    this.#targets[handle] = target
    this.#codes[handle] = code
    this.#arguments[handle] = argument
    this.#queue.push(this.now + delay, handle)
    return handle
  }

  /** Forgets an event that has not fired. */
  cancel(handle: EventHandle): void {
    this.#targets[handle] = null
  }

  /** The instant of the next event, cancelled ones included; Infinity when there is none. */
  nextTime(): Nanos {
    return this.#queue.peekTime()
  }

  /** Whom the next event will happen to, and its code; null when none is pending or the next one was cancelled. */
  upcoming(): { target: Target; code: number } | null {
    if (this.#queue.size === 0) return null
    const handle = this.#queue.peek()
    const target = this.#targets[handle]
    return target === null ? null : { target, code: this.#codes[handle] }
  }

  /** Fires the next event that was not cancelled. False when none is left. */
  step(): boolean {
    while (this.#queue.size > 0) if (this.#fireNext()) return true
    return false
  }

  /**
   * Fires everything due up to and including `until`, or the first `limit` events of it.
   * True when all of it has fired; the clock then stands at `until`.
   */
  runUntil(until: Nanos, limit = Infinity): boolean {
    let fired = 0 // counts up, because an integer costs no allocation and Infinity counted down does
    while (this.#queue.peekTime() <= until) {
      if (fired >= limit) return false
      if (this.#fireNext()) fired++
    }
    if (until > this.now) this.now = until
    return true
  }

  /** Folds a fact about the run (an outcome, a violation) into the digest. */
  fold(value: number): void {
    this.#digestA = Math.imul(this.#digestA ^ (value | 0), 0x85ebca6b)
    this.#digestA ^= this.#digestA >>> 13
    this.#digestB = Math.imul(this.#digestB + (value | 0), 0xc2b2ae35)
    this.#digestB ^= this.#digestB >>> 16
  }

  /** Sixteen hexadecimal digits that stand for everything that has happened so far. */
  digest(): string {
    const hex = (lane: number) => (lane >>> 0).toString(16).padStart(8, '0')
    return hex(this.#digestA) + hex(this.#digestB)
  }

  #fireNext(): boolean {
    const handle = this.#queue.pop()
    const target = this.#targets[handle]
    this.#free.push(handle)
    if (target === null) return false
    this.#targets[handle] = null
    const time = this.#queue.poppedTime
    this.now = time
    this.dispatched++
    const code = this.#codes[handle]
    this.fold(time ^ Math.imul(target.identity, 31) ^ (code << 24))
    target.fire(code, this.#arguments[handle])
    return true
  }
}
