import type { Link } from './link.ts'
import type { Node } from './node.ts'
import type { Target } from './scheduler.ts'

/** A message between services that nobody answers: heartbeats, log entries, invalidations. A restart of its receiver forgets it. */
export class Message implements Target {
  readonly #receiverIncarnation: number

  constructor(
    readonly from: Node,
    readonly to: Node,
    readonly link: Link,
    readonly payload: unknown,
    readonly identity: number,
  ) {
    this.#receiverIncarnation = to.incarnation
  }

  fire(code: number): void {
    if (this.link.barrier === 'closed') return
    if (!this.to.up || this.to.incarnation !== this.#receiverIncarnation) return
    if (this.to.paused) return this.to.defer(this, code)
    this.to.behaviour.message(this.payload, this.from, this.link)
  }
}
