import type { Nanos } from '../lib/units.ts'
import { WORK_DONE, type Activity } from './activity.ts'
import type { Node } from './node.ts'
import type { Station } from './station.ts'

/** A piece of background work that a plain handler asked for: nobody's call, and no process. A crash forgets it. */
export class Job implements Activity {
  station: Station | null = null
  enqueuedAt: Nanos = 0
  startedAt: Nanos = 0
  workNanos: Nanos = 0
  doneAt: Nanos = 0
  pausedNanosBefore: Nanos = 0
  workIncarnation = 0
  holds = false
  readonly priority = 0
  readonly seat = null
  readonly deadline = Infinity
  readonly #incarnation: number

  constructor(
    readonly node: Node,
    /** What the handler wants to know when it is done. */
    readonly payload: unknown,
    readonly identity: number,
  ) {
    this.#incarnation = node.incarnation
  }

  fire(code: number): void {
    if (this.#incarnation !== this.node.incarnation) return
    if (this.node.paused) return this.node.defer(this, code)
    if (code === WORK_DONE) this.station?.workDone(this)
  }

  granted(): void {
    this.node.behaviour.worked(this.payload)
  }

  /** A full queue drops it, as an overloaded program drops what it has not read yet. */
  refused(): void {}

  pin(): void {
    // Jobs are not reused.
  }

  addSpan(): void {
    // Nobody waits for it.
  }
}
