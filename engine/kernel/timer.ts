import type { Node } from './node.ts'
import type { Target } from './scheduler.ts'

/** A named reminder of one incarnation of a node; a crash forgets it. */
export class Timer implements Target {
  readonly #incarnation: number

  constructor(
    readonly node: Node,
    readonly name: string,
    readonly argument: unknown,
    readonly identity: number,
  ) {
    this.#incarnation = node.incarnation
  }

  fire(code: number): void {
    if (this.#incarnation !== this.node.incarnation) return
    if (this.node.paused) return this.node.defer(this, code)
    this.node.behaviour.timer(this.name, this.argument)
  }
}
