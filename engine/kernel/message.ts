import type { Link } from './link.ts'
import type { Node } from './node.ts'
import type { Target } from './scheduler.ts'

/**
 * A message between services that nobody answers: heartbeats, log entries, invalidations. A restart of its receiver forgets it.
 * The object is used again once it has been delivered or is lost.
 */
export class Message implements Target {
  from!: Node
  to!: Node
  link!: Link
  payload: unknown = null
  identity = 0
  readonly #spare: Message[]
  #receiverIncarnation = 0

  constructor(spare: Message[]) {
    this.#spare = spare
  }

  /** A message that leaves now: one of the spare ones, or a new one. */
  static of(spare: Message[], from: Node, to: Node, link: Link, payload: unknown, identity: number): Message {
    const message = spare.pop() ?? new Message(spare)
    message.from = from
    message.to = to
    message.link = link
    message.payload = payload
    message.identity = identity
    message.#receiverIncarnation = to.incarnation
    return message
  }

  fire(code: number): void {
    const { to, link } = this
    const lost =
      link.deaf || link.barrier === 'closed' || !to.up || to.incarnation !== this.#receiverIncarnation
    if (!lost) {
      if (to.paused) return to.defer(this, code)
      to.behaviour.message(this.payload, this.from, link)
    }
    this.payload = null
    this.#spare.push(this)
  }
}
