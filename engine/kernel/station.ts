import { assert } from '../lib/assert.ts'
import { wholeNanos, type Nanos } from '../lib/units.ts'
import { WORK_DONE, type Activity } from './activity.ts'
import type { Node } from './node.ts'
import type { Scheduler } from './scheduler.ts'
import { SharedServers } from './station/shared-servers.ts'
import { WaitingLine } from './station/waiting-line.ts'

export interface StationOptions {
  /** How many are served at once. */
  servers: number
  /** How many may wait; those who share the servers count from the first that has no server of his own. */
  queueLimit: number
  /** Who goes first; `sharing`: all at once, at an equal share. */
  discipline: 'fifo' | 'lifo' | 'priority' | 'sharing'
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

/** Longer than any line gets. A whole number: a limit of Infinity would be boxed wherever it is read. */
const NO_LIMIT = 0x40000000

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
  /** Of the options, what every arrival asks for. */
  #mostServed = 0
  #mostWaiting = 0
  readonly #line = new WaitingLine()
  readonly #scheduler: Scheduler
  /** Made when the servers are shared for the first time. */
  #shared: SharedServers | null = null

  constructor(
    readonly node: Node,
    readonly name: string,
    public options: StationOptions,
  ) {
    assert(options.servers >= 1, 'a station has at least one server')
    this.#scheduler = node.kernel.scheduler
    this.#readLimits()
  }

  /** How many wait for a server, or for more than a share of one. */
  get queueLength(): number {
    const { discipline, servers } = this.options
    return discipline === 'sharing' ? Math.max(0, this.busy - servers) : this.#line.length
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
    activity.startedAt = this.#scheduler.now
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
    this.#readLimits()
    this.#shared?.resize(options.servers)
    this.#startWaiting()
  }

  /** Called by the activity when its work event fires. */
  workDone(activity: Activity): void {
    if (activity.workIncarnation !== this.node.incarnation) return
    const scheduler = this.#scheduler
    activity.doneAt += this.node.pausedNanos - activity.pausedNanosBefore
    activity.pausedNanosBefore = this.node.pausedNanos
    if (activity.doneAt > scheduler.now) {
      activity.pin()
      scheduler.deliver(activity.doneAt - scheduler.now, activity, WORK_DONE)
      return
    }
    activity.station = null
    activity.addSpan('service', scheduler.now - activity.startedAt)
    if (!activity.holds) this.release()
    activity.granted()
  }

  /** Takes a waiting activity out of the queue, because nobody wants its answer any more. */
  withdraw(activity: Activity): boolean {
    const index = this.#line.indexOf(activity)
    if (index < 0) return false
    this.settle()
    this.#line.removeAt(index)
    activity.station = null
    return true
  }

  /** Everything that waits or is served is gone: the process died. */
  clear(): void {
    this.settle()
    this.busy = 0
    this.#line.clear()
    this.#shared?.clear()
  }

  /** Brings the time integrals up to now. */
  settle(): void {
    const { now } = this.#scheduler
    const elapsed = now - this.#settledAt
    if (elapsed === 0) return
    this.busyNanos += elapsed * Math.min(this.busy, this.options.servers)
    this.queueNanos += elapsed * this.queueLength
    this.#settledAt = now
  }

  #enter(activity: Activity): void {
    this.settle()
    activity.station = this
    activity.enqueuedAt = this.#scheduler.now
    if (this.#hasRoom && this.#line.length === 0) this.#start(activity)
    else if (this.queueLength < this.#mostWaiting) this.#line.append(activity)
    else this.#overflow(activity)
    if (this.queueLength > this.queueMax) this.queueMax = this.queueLength
  }

  /** Whether whoever comes is served at once. */
  get #hasRoom(): boolean {
    return this.busy < this.#mostServed
  }

  #readLimits(): void {
    const { servers, queueLimit, discipline } = this.options
    this.#mostWaiting = Math.min(queueLimit, NO_LIMIT)
    this.#mostServed = discipline === 'sharing' ? servers + this.#mostWaiting : servers
  }

  #overflow(activity: Activity): void {
    this.refusedCount++
    if (this.options.overflow === 'reject' || this.#line.length === 0) return this.#refuse(activity)
    this.#refuse(this.#line.shift())
    this.#line.append(activity)
  }

  #refuse(activity: Activity): void {
    activity.station = null
    activity.refused('queue-full')
  }

  #start(activity: Activity): void {
    const { now } = this.#scheduler
    this.busy++
    this.started++
    activity.startedAt = now
    const waited = now - activity.enqueuedAt
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
    if (this.options.discipline === 'sharing') return this.#share(activity)
    const { node } = this
    activity.pausedNanosBefore = node.pausedNanos
    activity.workIncarnation = node.incarnation
    const lasts = wholeNanos(activity.workNanos * node.slowness)
    activity.doneAt = this.#scheduler.now + lasts
    activity.pin()
    this.#scheduler.deliver(lasts, activity, WORK_DONE)
  }

  /** Whoever starts may release at once and so come here again: the outermost loop then goes on, however long the queue. */
  #startWaiting(): void {
    if (this.#starting || this.#line.length === 0) return
    this.#starting = true
    while (this.#line.length > 0 && this.#hasRoom) {
      const activity = this.#next()
      if (this.options.dropExpired && activity.deadline < this.#scheduler.now) {
        activity.station = null
        activity.refused('deadline-exceeded')
      } else this.#start(activity)
    }
    this.#starting = false
  }

  #share(activity: Activity): void {
    this.#shared ??= new SharedServers(this.node, this.options.servers)
    this.#shared.take(activity)
  }

  #next(): Activity {
    const { discipline } = this.options
    if (discipline === 'priority') return this.#line.removeAt(this.#line.mostUrgent())
    return discipline === 'lifo' ? this.#line.removeAt(this.#line.length - 1) : this.#line.shift()
  }
}
