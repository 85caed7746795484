import type { Nanos } from '../lib/units.ts'
import type { Call } from './call.ts'
import { Factors } from './factors.ts'
import type { Kernel } from './kernel.ts'
import type { Link } from './link.ts'
import { NodeClock } from './node-clock.ts'
import { NodeMeter } from './node-meter.ts'
import type { Process } from './process.ts'
import type { Target } from './scheduler.ts'
import type { Station } from './station.ts'

/** What a kind does when something happens to its node. Built from its `defineService` value. */
export interface Behaviour {
  /** A new incarnation begins: volatile state is made anew, durable state is found as it was left. */
  start(): void
  request(call: Call): void
  reply(child: Call, parent: Call | null): void
  served(call: Call): void
  woken(call: Call): void
  /** A job that a plain handler put in the queue of a station is done. */
  worked(payload: unknown): void
  message(payload: unknown, from: Node, link: Link): void
  timer(name: string, argument: unknown): void
  /** Parameters have changed while it runs. */
  reconfigure(): void
  /** The disk is gone: durable state is made anew. Only while the node is down. */
  loseDisk(): void
}

/** One running service: its life, its clock, its stations, its links, and the calls it owes answers to. */
export class Node {
  up = true
  paused = false
  /** Counts starts; timers, messages and replies meant for an earlier incarnation are dropped. */
  incarnation = 1
  /** All work that begins takes this many times as long. */
  readonly slowdowns = new Factors()
  /** How long it has been paused in all. */
  pausedNanos: Nanos = 0
  behaviour!: Behaviour
  currentProcess: Process | null = null
  readonly clock = new NodeClock()
  readonly meter: NodeMeter
  readonly stations = new Map<string, Station>()
  /** Outgoing links by port, in the order of the document. A list that has been given out never changes: another one replaces it. */
  readonly outputs = new Map<string, readonly Link[]>()
  inputs: readonly Link[] = []
  /** By port: all that were ever joined to it as peers, itself included, also those that are gone; the same list for all of them. */
  readonly groups = new Map<string, readonly Node[]>()
  /** How many causes keep it down, and how many keep it frozen: it goes on when the last of them is gone. */
  #downs = 0
  #pauses = 0
  #pausedAt: Nanos = 0
  #deferred: { target: Target; code: number }[] = []
  #firstOwed: Call | null = null
  /** The station asked for last. Most kinds have one, and every request asks. */
  #station: Station | null = null

  constructor(
    readonly kernel: Kernel,
    readonly index: number,
    readonly id: string,
    readonly kind: string,
    /** Where it stands, for delays and for faults that hit a whole region; empty when nowhere in particular. */
    public region: string,
  ) {
    this.meter = new NodeMeter(kernel)
  }

  /** This node's own idea of the time. */
  get localTime(): Nanos {
    return this.clock.read(this.kernel.now)
  }

  get slowness(): number {
    return this.slowdowns.value
  }

  /** Its station of this name, which is there. */
  station(name: string): Station {
    if (this.#station?.name !== name) this.#station = this.stations.get(name)!
    return this.#station
  }

  owe(call: Call): void {
    call.owing = true
    call.previousOwed = null
    call.nextOwed = this.#firstOwed
    if (this.#firstOwed !== null) this.#firstOwed.previousOwed = call
    this.#firstOwed = call
    this.meter.arrived()
  }

  settleOwed(call: Call): void {
    call.owing = false
    if (call.previousOwed !== null) call.previousOwed.nextOwed = call.nextOwed
    else this.#firstOwed = call.nextOwed
    if (call.nextOwed !== null) call.nextOwed.previousOwed = call.previousOwed
    call.previousOwed = null
    call.nextOwed = null
  }

  /** The calls over `link` that it owes answers to. */
  owedOver(link: Link): Call[] {
    const owed: Call[] = []
    for (let call = this.#firstOwed; call !== null; call = call.nextOwed)
      if (call.link === link) owed.push(call)
    return owed
  }

  /** The process dies: everything volatile is gone, callers see their connections break. Each crash wants a `restart` of its own. */
  crash(): void {
    this.#downs++
    if (!this.up) return
    this.up = false
    this.incarnation++
    this.paused = false
    for (const station of this.stations.values()) station.clear()
    while (this.#firstOwed !== null) this.kernel.calls.connectionLost(this.#firstOwed)
    this.#replayDeferred() // finds the node down: arrivals are refused, the rest is dropped
  }

  /** Takes back one crash; after the last it starts again with what was durable. */
  restart(): void {
    if (this.#downs === 0 || --this.#downs > 0) return
    this.up = true
    this.behaviour.start()
    this.#freeze()
  }

  /** Stops the process without its noticing (a long collection, a frozen machine). Each pause wants a `resume` of its own. */
  pause(): void {
    this.#pauses++
    this.#freeze()
  }

  /** Takes back one pause; after the last, what came meanwhile is handled, in order. */
  resume(): void {
    if (this.#pauses === 0 || --this.#pauses > 0 || !this.paused) return
    this.paused = false
    this.pausedNanos += this.kernel.now - this.#pausedAt
    this.#replayDeferred()
  }

  /** Keeps an event for the end of the pause. */
  defer(target: Target, code: number): void {
    this.#deferred.push({ target, code })
  }

  #freeze(): void {
    if (!this.up || this.paused || this.#pauses === 0) return
    this.paused = true
    this.#pausedAt = this.kernel.now
  }

  #replayDeferred(): void {
    const deferred = this.#deferred
    this.#deferred = []
    for (const { target, code } of deferred) this.kernel.postpone(target, code)
  }
}
