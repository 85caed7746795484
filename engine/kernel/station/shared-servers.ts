import { wholeNanos, type Nanos } from '../../lib/units.ts'
import { WORK_DONE, type Activity } from '../activity.ts'
import type { Node } from '../node.ts'
import { NO_EVENT, type EventHandle, type Target } from '../scheduler.ts'

/** Work left over by rounding to whole nanoseconds counts as done. */
const NOTHING: Nanos = 0.5

/**
 * Processor sharing (Kleinrock 1967): all who are here are worked on at once, each at full speed while there are servers enough and at an
 * equal share of them otherwise. Kept by one number, the work that everybody who was here all along has got: whoever comes is done when
 * that has grown by what he needs.
 */
export class SharedServers implements Target {
  readonly identity: number
  /** A binary heap of those worked on, by the attained work at which they are done; that stands in their `doneAt`. */
  readonly #heap: Activity[] = []
  #attained: Nanos = 0
  #settledAt: Nanos = 0
  #pausedNanosBefore: Nanos = 0
  #event: EventHandle = NO_EVENT

  constructor(
    readonly node: Node,
    /** How many servers they share. */
    public servers: number,
  ) {
    this.identity = node.kernel.newIdentity()
    this.#settledAt = node.kernel.now
    this.#pausedNanosBefore = node.pausedNanos
  }

  /** Begins to work on `activity`, for as long as its work takes alone and longer when others are here. */
  take(activity: Activity): void {
    this.#settle()
    activity.workIncarnation = this.node.incarnation
    activity.doneAt = this.#attained + activity.workNanos * this.node.slowness
    activity.pin()
    this.#push(activity)
    this.#expect()
  }

  /** From now on they share so many servers. */
  resize(servers: number): void {
    if (servers === this.servers) return
    this.#settle()
    this.servers = servers
    this.#expect()
  }

  /** The next one is done. */
  fire(code: number): void {
    this.#event = NO_EVENT
    if (this.node.paused) return this.node.defer(this, code)
    this.#settle()
    const finished: Activity[] = []
    while (this.#heap.length > 0 && this.#heap[0].doneAt <= this.#attained + NOTHING)
      finished.push(this.#pop())
    this.#expect()
    for (const activity of finished) this.#letGo(activity)
  }

  /** Everything worked on is gone: the process died, and its incarnation with it. */
  clear(): void {
    const dead = this.#heap.splice(0)
    this.#settle()
    this.#expect()
    for (const activity of dead) this.#letGo(activity)
  }

  get #speed(): number {
    return this.#heap.length <= this.servers ? 1 : this.servers / this.#heap.length
  }

  /** As if its own event had fired. */
  #letGo(activity: Activity): void {
    activity.doneAt = this.node.kernel.now
    activity.pausedNanosBefore = this.node.pausedNanos
    activity.fire(WORK_DONE)
  }

  #settle(): void {
    const { kernel, pausedNanos } = this.node
    const worked = kernel.now - this.#settledAt - (pausedNanos - this.#pausedNanosBefore)
    this.#attained = this.#heap.length === 0 ? 0 : this.#attained + worked * this.#speed
    this.#settledAt = kernel.now
    this.#pausedNanosBefore = pausedNanos
  }

  #expect(): void {
    const { scheduler } = this.node.kernel
    if (this.#event !== NO_EVENT) scheduler.cancel(this.#event)
    this.#event = NO_EVENT
    if (this.#heap.length === 0) return
    const left = Math.max(0, this.#heap[0].doneAt - this.#attained) / this.#speed
    this.#event = scheduler.after(wholeNanos(left), this, WORK_DONE)
  }

  #push(activity: Activity): void {
    const heap = this.#heap
    let at = heap.push(activity) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent].doneAt <= activity.doneAt) break
      heap[at] = heap[parent]
      at = parent
    }
    heap[at] = activity
  }

  #pop(): Activity {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()!
    if (heap.length > 0) this.#sink(last)
    return first
  }

  #sink(activity: Activity): void {
    const heap = this.#heap
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1].doneAt < heap[child].doneAt) child++
      if (heap[child].doneAt >= activity.doneAt) break
      heap[at] = heap[child]
      at = child
    }
    heap[at] = activity
  }
}
