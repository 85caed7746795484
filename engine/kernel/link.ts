import type { Nanos } from '../lib/units.ts'
import type { Node } from './node.ts'

/** A message that never arrives. */
export const LOST = -1

export const FORWARD = 0
export const BACKWARD = 1
export type Direction = typeof FORWARD | typeof BACKWARD

/** An edge of the graph as the kernel sees it. What happens on the way is `network/`'s business. */
export interface Link {
  readonly index: number
  readonly id: string
  readonly from: Node
  readonly to: Node
  /** The port of `from` that it leaves by. */
  readonly port: string
  /** How long a message of `sizeBytes` that leaves now takes, or LOST. Called once a message; draws the link's own randomness. */
  transit(now: Nanos, direction: Direction, sizeBytes: number): Nanos
  /** Whether the message just sent arrives a second time, and how long the copy takes; LOST when there is no copy. */
  copyTransit(now: Nanos, direction: Direction, sizeBytes: number): Nanos
}

/** The node at the other end. */
export const farEnd = (link: Link, near: Node): Node => (link.from === near ? link.to : link.from)
/** Which way a message from `near` travels. */
export const directionFrom = (link: Link, near: Node): Direction => (link.from === near ? FORWARD : BACKWARD)
