import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import { EventQueue } from './event-queue.ts'
import { growInt32 } from './event-queue/grow.ts'

/** Something that events happen to. `identity` enters the digest, so it must be the same in every run of the same design. */
export interface Target {
  readonly identity: number
  fire(code: number): void
}

/** A target that may have a place of its own; null when it has none. */
export interface Seatable extends Target {
  readonly seat: Seat | null
}

/** Names one pending event, for `cancel`. Dead once the event has fired. */
export type EventHandle = number
export const NO_EVENT: EventHandle = -1

/** A target's place for as long as the scheduler lives. */
export type Seat = number

/** The queue carries an event's code and its slot, or its target's seat, so that firing it reads little memory. */
const PLACE_BITS = 24
const PLACE_MASK = 0xffffff
const SEATED = 0x800000 // tells a seat from a slot
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
  /** Of each pending event that has a slot: whom it happens to; null once it was cancelled. */
  readonly #targets: (Target | null)[] = []
  readonly #seated: Target[] = []
  /** A stack: the slot of the event just fired is taken again by the next one, while it is in the cache. */
  #free = new Int32Array(64)
  #freeCount = 0
  /** Two lanes of 32 bits, which as fields engines would box. */
  readonly #digest = Int32Array.of(0x2545f491, 0x9e3779b9)

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
    this.#queue.pushComing(slot | (code << PLACE_BITS))
    return slot
  }

  /** A place for a target that events happen to again and again: `afterSeat` finds it there and keeps nothing of its own. */
  seat(target: Target): Seat {
    assert(this.#seated.length < SEATED, 'fewer than eight million targets have a seat')
    return SEATED | (this.#seated.push(target) - 1)
  }

  /** Schedules an event, which cannot be cancelled, for whoever has this seat. Otherwise like `after`, and cheaper. */
  afterSeat(delay: Nanos, seat: Seat, code: number): void {
    assert(delay >= 0, 'time does not run backwards')
    this.#queue.coming[0] = this.now + delay
    this.#queue.pushComing(seat | (code << PLACE_BITS))
  }

  /** Schedules what nobody will cancel, by the target's seat if it has one. */
  deliver(delay: Nanos, target: Seatable, code: number): void {
    if (target.seat !== null) this.afterSeat(delay, target.seat, code)
    else this.after(delay, target, code)
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
    const place = event & PLACE_MASK
    const target = place >= SEATED ? this.#seated[place - SEATED] : this.#targets[place]
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
    const digest = this.#digest
    const a = Math.imul(digest[0] ^ value, 0x85ebca6b)
    const b = Math.imul(digest[1] + value, 0xc2b2ae35)
    digest[0] = a ^ (a >>> 13)
    digest[1] = b ^ (b >>> 16)
  }

  /** Sixteen hexadecimal digits that stand for everything that has happened so far. */
  digest(): string {
    const hex = (lane: number) => (lane >>> 0).toString(16).padStart(8, '0')
    return hex(this.#digest[0]) + hex(this.#digest[1])
  }

  /** False when the event was cancelled. */
  #fire(event: number): boolean {
    const place = event & PLACE_MASK
    const target = place >= SEATED ? this.#seated[place - SEATED] : this.#vacate(place)
    if (target === null) return false
    const time = this.#queue.poppedTime
    this.now = time
    this.dispatched++
    const code = codeOf(event)
    this.fold(time ^ Math.imul(target.identity, 31) ^ (code << PLACE_BITS))
    target.fire(code)
    return true
  }

  #vacate(slot: number): Target | null {
    const target = this.#targets[slot]
    this.#targets[slot] = null
    this.#free[this.#freeCount++] = slot
    return target
  }

  #newSlot(): number {
    const slot = this.#targets.length
    assert(slot < SEATED, 'fewer than eight million events are pending that can be cancelled')
    this.#targets.push(null)
    if (slot === this.#free.length) this.#free = growInt32(this.#free, slot * 2)
    return slot
  }
}

const codeOf = (event: number): number => (event >> PLACE_BITS) & CODE_MASK
