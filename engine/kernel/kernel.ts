import { RandomStream } from '../lib/random.ts'
import type { Nanos } from '../lib/units.ts'
import { CallEvents } from './call-events.ts'
import { CallTree } from './call-tree.ts'
import { LOST, directionFrom, farEnd, type Link } from './link.ts'
import { Message } from './message.ts'
import type { Node } from './node.ts'
import { SILENT, type Observer } from './observer.ts'
import { Scheduler, type Target } from './scheduler.ts'

export type { IssueOptions } from './call-tree.ts'

/**
 * Owns the clock, the nodes and their links, randomness, and (in `calls`) requests, attempts, replies, deadlines and cancellation.
 * Services see it through `Context` only.
 */
export class Kernel {
  readonly scheduler = new Scheduler()
  readonly nodes: Node[] = []
  readonly links: Link[] = []
  readonly calls = new CallTree(this)
  readonly callEvents = new CallEvents(this)
  observer: Observer = SILENT
  readonly #streams = new Map<string, RandomStream>()
  readonly #spareMessages: Message[] = []
  #nextIdentity = 1

  constructor(readonly seed: number) {}

  get now(): Nanos {
    return this.scheduler.now
  }

  /** The stream of this name; each user of randomness has its own. */
  random(name: string): RandomStream {
    let stream = this.#streams.get(name)
    if (stream === undefined) this.#streams.set(name, (stream = new RandomStream(this.seed, name)))
    return stream
  }

  newIdentity(): number {
    return this.#nextIdentity++
  }

  /** Sends a message that nobody answers, over `link` in either direction. */
  send(from: Node, link: Link, payload: unknown, sizeBytes: number): void {
    const direction = directionFrom(link, from)
    const to = farEnd(link, from)
    const delay = link.transit(direction, sizeBytes)
    this.observer.hop(link, direction, null, delay)
    if (delay === LOST) return
    this.#deliver(from, to, link, payload, delay)
    const copy = link.copyTransit(direction, sizeBytes)
    if (copy !== LOST) this.#deliver(from, to, link, payload, copy)
  }

  #deliver(from: Node, to: Node, link: Link, payload: unknown, delayNanos: Nanos): void {
    const message = Message.of(this.#spareMessages, from, to, link, payload, this.newIdentity())
    this.scheduler.after(delayNanos, message, 0)
  }

  /** Fires an event that a pause held back, in its turn at this instant. */
  postpone(target: Target, code: number): void {
    this.scheduler.after(0, target, code)
  }
}
