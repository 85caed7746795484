import type { Nanos } from '../lib/units.ts'
import type { Node } from './node.ts'

/** A message that never arrives. */
export const LOST = -1

export const FORWARD = 0
export const BACKWARD = 1
export type Direction = typeof FORWARD | typeof BACKWARD

/**
 * Why a request does not get in at the far end although it arrived: the connection has been taken away, nothing is connected
 * there, or it comes round in a circle to where somebody waits for it already.
 */
export type Barrier = 'closed' | 'open-end' | 'circle'

/** An edge of the graph as the kernel sees it. What happens on the way is `network/`'s business. */
export interface Link {
  readonly index: number
  readonly id: string
  readonly from: Node
  readonly to: Node
  /** The port of `from` that it leaves by. */
  readonly port: string
  /** Null on an ordinary edge: everything that arrives gets in. */
  readonly barrier: Barrier | null
  /** Messages that nobody answers are not for such a node: they arrive, and are dropped. */
  readonly deaf: boolean
  /** How long a message of `sizeBytes` that leaves now takes, or LOST. Called once a message; draws the link's own randomness. */
  transit(direction: Direction, sizeBytes: number): Nanos
  /** Whether the message just sent arrives a second time, and how long the copy takes; LOST when there is no copy. */
  copyTransit(direction: Direction, sizeBytes: number): Nanos
}

/** The node at the other end. */
export const farEnd = (link: Link, near: Node): Node => (link.from === near ? link.to : link.from)
/** Which way a message from `near` travels. */
export const directionFrom = (link: Link, near: Node): Direction => (link.from === near ? FORWARD : BACKWARD)
