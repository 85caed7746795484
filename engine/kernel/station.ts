import { assert } from '../lib/assert.ts'
import { wholeNanos, type Nanos } from '../lib/units.ts'
import { WORK_DONE, type Activity } from './activity.ts'
import type { Node } from './node.ts'

export interface StationOptions {
  /** How many are served at once. */
  servers: number
  /** How many may wait. */
  queueLimit: number
  /** Who goes first, and what happens to those who are too late. */
  discipline: 'fifo' | 'lifo' | 'priority'
  /** A full queue turns the newcomer away, or throws out whoever has waited longest. */
  overflow: 'reject' | 'drop-oldest'
  /** Do not start work for a caller whose deadline has passed. */
  dropExpired: boolean
}

export const STATION_DEFAULTS: StationOptions = {
  servers: 1,
  queueLimit: Infinity,
  discipline: 'fifo',
  overflow: 'reject',
  dropExpired: false,
}

/**
 * A resource with servers and a bounded queue: processor, connection pool, disk, lock manager slots.
 * Work that finishes while its node is paused finishes later by as long as the pause took.
 */
export class Station {
  busy = 0
  /** Integrals over time, for utilization and mean queue length; see `settle`. */
  busyNanos = 0
  queueNanos = 0
  waitNanos = 0
  started = 0
  refusedCount = 0
  queueMax = 0
  #settledAt: Nanos = 0
  #starting = false
  #waiting: (Activity | null)[] = []
  #head = 0
  #length = 0

  constructor(
    readonly node: Node,
    readonly name: string,
    public options: StationOptions,
  ) {
    assert(options.servers >= 1, 'a station has at least one server')
  }

  get queueLength(): number {
    return this.#length
  }

  /** Queues `activity` for `workNanos` of service. */
  work(activity: Activity, workNanos: Nanos): void {
    activity.workNanos = workNanos
    activity.holds = false
    this.#enter(activity)
  }

  /** Queues `activity` for a server that it keeps until `release`. */
  hold(activity: Activity): void {
    activity.workNanos = 0
    activity.holds = true
    this.#enter(activity)
  }

  /** Lets `activity` work on the server that it holds. */
  workHeld(activity: Activity, workNanos: Nanos): void {
    activity.station = this
    activity.workNanos = workNanos
    activity.holds = true
    activity.startedAt = this.node.kernel.now
    this.#schedule(activity)
  }

  /** Gives a held server back. */
  release(): void {
    assert(this.busy > 0, 'only a held server is released')
    this.settle()
    this.busy--
    this.#startWaiting()
  }

  /** New limits; whoever may start now starts. */
  configure(options: StationOptions): void {
    this.settle()
    this.options = options
    this.#startWaiting()
  }

  /** Called by the activity when its work event fires. */
  workDone(activity: Activity): void {
    if (activity.workIncarnation !== this.node.incarnation) return
    const { kernel } = this.node
    activity.doneAt += this.node.pausedNanos - activity.pausedNanosBefore
    activity.pausedNanosBefore = this.node.pausedNanos
    if (activity.doneAt > kernel.now) {
      activity.pin()
      kernel.scheduler.after(activity.doneAt - kernel.now, activity, WORK_DONE)
      return
    }
    activity.station = null
    activity.addSpan('service', kernel.now - activity.startedAt)
    if (!activity.holds) this.release()
    activity.granted()
  }

  /** Takes a waiting activity out of the queue, because nobody wants its answer any more. */
  withdraw(activity: Activity): boolean {
    for (let i = 0; i < this.#length; i++) {
      const at = (this.#head + i) % this.#waiting.length
      if (this.#waiting[at] !== activity) continue
      this.settle()
      this.#removeAt(i)
      activity.station = null
      return true
    }
    return false
  }

  /** Everything that waits or is served is gone: the process died. */
  clear(): void {
    this.settle()
    this.busy = 0
    this.#waiting = []
    this.#head = 0
    this.#length = 0
  }

  /** Brings the time integrals up to now. */
  settle(): void {
    const elapsed = this.node.kernel.now - this.#settledAt
    this.busyNanos += elapsed * Math.min(this.busy, this.options.servers)
    this.queueNanos += elapsed * this.#length
    this.#settledAt = this.node.kernel.now
  }

  #enter(activity: Activity): void {
    this.settle()
    activity.station = this
    activity.enqueuedAt = this.node.kernel.now
    if (this.busy < this.options.servers && this.#length === 0) return this.#start(activity)
    if (this.#length >= this.options.queueLimit) {
      this.refusedCount++
      if (this.options.overflow === 'reject' || this.#length === 0) return this.#refuse(activity)
      this.#refuse(this.#removeAt(0))
    }
    this.#append(activity)
    if (this.#length > this.queueMax) this.queueMax = this.#length
  }

  #refuse(activity: Activity): void {
    activity.station = null
    activity.refused('queue-full')
  }

  #start(activity: Activity): void {
    const { kernel } = this.node
    this.busy++
    this.started++
    activity.startedAt = kernel.now
    const waited = kernel.now - activity.enqueuedAt
    this.waitNanos += waited
    activity.addSpan('queue', waited)
    if (activity.holds) {
      activity.station = null
      activity.granted()
      return
    }
    this.#schedule(activity)
  }

  #schedule(activity: Activity): void {
    const { kernel } = this.node
    activity.pausedNanosBefore = this.node.pausedNanos
    activity.workIncarnation = this.node.incarnation
    const lasts = wholeNanos(activity.workNanos * this.node.slowness)
    activity.doneAt = kernel.now + lasts
    activity.pin()
    kernel.scheduler.after(lasts, activity, WORK_DONE)
  }

  /** Whoever starts may release at once and so come here again: the outermost loop then goes on, however long the queue. */
  #startWaiting(): void {
    if (this.#starting) return
    this.#starting = true
    while (this.#length > 0 && this.busy < this.options.servers) {
      const activity = this.#removeAt(this.#nextIndex())
      if (this.options.dropExpired && activity.deadline < this.node.kernel.now) {
        activity.station = null
        activity.refused('deadline-exceeded')
      } else this.#start(activity)
    }
    this.#starting = false
  }

  #nextIndex(): number {
    if (this.options.discipline === 'fifo') return 0
    if (this.options.discipline === 'lifo') return this.#length - 1
    let best = 0
    for (let i = 1; i < this.#length; i++) if (this.#at(i).priority < this.#at(best).priority) best = i
    return best
  }

  #at(index: number): Activity {
    return this.#waiting[(this.#head + index) % this.#waiting.length]!
  }

  #append(activity: Activity): void {
    if (this.#length === this.#waiting.length) this.#grow()
    this.#waiting[(this.#head + this.#length) % this.#waiting.length] = activity
    this.#length++
  }

  #grow(): void {
    const grown: (Activity | null)[] = Array.from(
      { length: Math.max(16, this.#waiting.length * 2) },
      () => null,
    )
    for (let i = 0; i < this.#length; i++) grown[i] = this.#at(i)
    this.#waiting = grown
    this.#head = 0
  }

  #removeAt(index: number): Activity {
    const removed = this.#at(index)
    const size = this.#waiting.length
    if (index === 0) {
      this.#waiting[this.#head] = null
      this.#head = (this.#head + 1) % size
    } else {
      for (let i = index; i < this.#length - 1; i++) this.#waiting[(this.#head + i) % size] = this.#at(i + 1)
      this.#waiting[(this.#head + this.#length - 1) % size] = null
    }
    this.#length--
    return removed
  }
}
