import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import { EventQueue } from './event-queue.ts'
import { growInt32 } from './event-queue/grow.ts'

/** Something that events happen to. `identity` enters the digest, so it must be the same in every run of the same design. */
export interface Target {
  readonly identity: number
  fire(code: number): void
}

/** Names one pending event, for `cancel`. Dead once the event has fired. */
export type EventHandle = number
export const NO_EVENT: EventHandle = -1

/** The queue carries an event's slot and its code, so that firing it reads little memory. */
const SLOT_BITS = 24
const SLOT_MASK = 0xffffff
const CODE_MASK = 0x7f

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
  /** A stack: the slot of the event just fired is taken again by the next one, while it is in the cache. */
  #free = new Int32Array(64)
  #freeCount = 0
  #digestA = 0x2545f491
  #digestB = 0x9e3779b9 | 0

  /** Events that have not fired yet, cancelled ones included. */
  get pending(): number {
    return this.#queue.size
  }

  /** Schedules `target.fire(code)` at the instant `at`, which is not before now. */
  schedule(at: Nanos, target: Target, code: number): EventHandle {
    return this.after(at - this.now, target, code)
  }

  /**
   * Schedules `target.fire(code)` for `delay` from now; codes are from 0 to 127. Delays are small numbers, which engines
   * pass without an allocation.
   */
  after(delay: Nanos, target: Target, code: number): EventHandle {
    assert(delay >= 0, 'time does not run backwards')
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount] : this.#newSlot()
    this.#targets[slot] = target
    this.#queue.coming[0] = this.now + delay
    this.#queue.pushComing(slot | (code << SLOT_BITS))
    return slot
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
    const event = this.#queue.peek()
    const target = this.#targets[event & SLOT_MASK]
    return target === null ? null : { target, code: codeOf(event) }
  }

  /** Fires the next event that was not cancelled. False when none is left. */
  step(): boolean {
    while (this.#queue.size > 0) if (this.#fire(this.#queue.pop())) return true
    return false
  }

  /**
   * Fires everything due up to and including `until`, or the first `limit` events of it.
   * True when all of it has fired; the clock then stands at `until`.
   */
  runUntil(until: Nanos, limit = Infinity): boolean {
    const queue = this.#queue
    let fired = 0 // counts up, because an integer costs no allocation and Infinity counted down does
    while (fired < limit) {
      queue.until[0] = until // what fires may run on its own
      const event = queue.popDue()
      if (event < 0) {
        if (until > this.now) this.now = until
        return true
      }
      if (this.#fire(event)) fired++
    }
    if (queue.peekTime() <= until) return false
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

  #fire(event: number): boolean {
    const slot = event & SLOT_MASK
    const target = this.#targets[slot]
    this.#free[this.#freeCount++] = slot
    if (target === null) return false
    this.#targets[slot] = null
    const time = this.#queue.poppedTime
    this.now = time
    this.dispatched++
    const code = codeOf(event)
    this.fold(time ^ Math.imul(target.identity, 31) ^ (code << 24))
    target.fire(code)
    return true
  }

  #newSlot(): number {
    const slot = this.#targets.length
    assert(slot < SLOT_MASK, 'fewer than sixteen million events are pending')
    this.#targets.push(null)
    if (slot === this.#free.length) this.#free = growInt32(this.#free, slot * 2)
    return slot
  }
}

const codeOf = (event: number): number => (event >> SLOT_BITS) & CODE_MASK
