import { assert } from '../lib/assert.ts'
import type { Nanos } from '../lib/units.ts'
import type { Node } from './node.ts'
import { BEGIN } from './process.ts'
import { NO_EVENT, type EventHandle, type Target } from './scheduler.ts'

/** Event code for a firing that a pause has held back. */
const HELD = 8

/** A named reminder of one incarnation of a node; a crash forgets it. */
export class Timer implements Target {
  /** Its event while that is pending. */
  event: EventHandle = NO_EVENT
  readonly #incarnation: number
  /** It fell due in a pause and fires when that is over. */
  #held = false

  constructor(
    readonly node: Node,
    readonly name: string,
    readonly argument: unknown,
    readonly identity: number,
  ) {
    this.#incarnation = node.incarnation
  }

  /** Whether it will still fire. */
  get pending(): boolean {
    return this.event !== NO_EVENT || this.#held
  }

  fire(code: number): void {
    // What was held back and then cancelled is no more, also when the timer has been set again since.
    if (code === HELD && !this.#held) return
    if (code !== HELD) this.event = NO_EVENT
    this.#held = false
    if (this.#incarnation !== this.node.incarnation) return
    if (this.node.paused) {
      this.#held = true
      return this.node.defer(this, HELD)
    }
    this.node.behaviour.timer(this.name, this.argument)
  }

  /** Schedules it, for the first time or once more after it has fired. Costs no new object. */
  again(delayNanos: Nanos): void {
    assert(!this.pending, 'a timer is set again once it has fired or been cancelled')
    this.event = this.node.kernel.scheduler.after(delayNanos, this, BEGIN)
  }

  /** Nothing comes of it any more. Harmless after it has fired. */
  cancel(): void {
    this.#held = false
    if (this.event !== NO_EVENT) this.node.kernel.scheduler.cancel(this.event)
    this.event = NO_EVENT
  }
}
