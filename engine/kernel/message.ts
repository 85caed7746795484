import type { Link } from './link.ts'
import type { Node } from './node.ts'
import type { Target } from './scheduler.ts'

/** A message between services that nobody answers: heartbeats, log entries, invalidations. */
export class Message implements Target {
  constructor(
    readonly from: Node,
    readonly to: Node,
    readonly link: Link,
    readonly payload: unknown,
    readonly identity: number,
  ) {}

  fire(code: number): void {
    if (!this.to.up) return
    if (this.to.paused) return this.to.defer(this, code)
    this.to.behaviour.message(this.payload, this.from, this.link)
  }
}
